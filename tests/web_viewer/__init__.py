"""The viewer, over real HTTP."""
