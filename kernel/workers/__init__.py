"""Worker processes for computations on untrusted input, with limits of time and memory. Read `pool` first."""
