"""Markdown as HTML: parsed with patience that ends, and sanitized last of all."""
