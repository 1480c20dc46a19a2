"""Differences of two versions of a text, by line and by word, in limited time. Read `blocks.py` first."""
