"""Finished pages in this process, in Redis and in Postgres. Read `fast_path.py` first, then `cache.py`."""
