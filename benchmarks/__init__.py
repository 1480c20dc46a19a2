"""Benchmarks of speed and memory against goals and bare baselines: `make bench`. Begin with __main__.py."""
