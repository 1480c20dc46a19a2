"""Rendering in worker processes. Read `renderer.py` first; `work.py` is what a worker runs."""
