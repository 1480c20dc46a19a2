"""The server side of HTTP: connections, bodies, headers, negotiation. Read `connection.py` first."""
