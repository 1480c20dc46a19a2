"""Markdown as sanitized HTML, in limited time. Read `rendering.py` first."""
