"""From what people send to what becomes of it."""
