"""Handlers of requests: they parse, call a service and render. Read `paste.py` first."""
