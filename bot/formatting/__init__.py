"""Formatted messages as Markdown that looks like them. Begin with `drafts.py` and `markdown.py`."""
