"""Formatted messages as Markdown that looks like them; begin with `markdown`, for drafts with `drafts`."""
