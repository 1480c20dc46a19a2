"""A text as HTML with numbered and highlighted lines. Read `highlighting.py` first, then `lines.py`."""
