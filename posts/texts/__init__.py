"""From what people send to a text with a title, an encoding and a language, and back to a file."""
