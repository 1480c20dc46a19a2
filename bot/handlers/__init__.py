"""A feature a file: each handler parses, calls one service method, renders."""
