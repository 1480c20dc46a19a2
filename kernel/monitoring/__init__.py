"""Health and metrics of a running process, for its operators. Read `server.py` first."""
