"""Encodings of files: which there are, and which is meant. The door is `posts.texts.decoding`."""
