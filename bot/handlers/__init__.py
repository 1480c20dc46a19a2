"""Handlers, a feature per file: each parses, calls one service method, and renders. Begin with `paste.py`."""
