"""Finished pages, kept in this process, in Redis and beside the paste; and how they are got and sent.

Read `hot.py` first, then `nearby.py` and `loader.py`.
"""
