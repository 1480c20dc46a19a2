"""What operators see of a running process: its health and its metrics. Read `server.py` first."""
