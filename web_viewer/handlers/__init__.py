"""A page each: a handler parses, asks one service, renders."""
