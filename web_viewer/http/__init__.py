"""The server side of HTTP: connections, bodies, headers, negotiation, error pages. Read `server.py` first."""
