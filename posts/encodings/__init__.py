"""Finds the encodings of files. Other rooms use `posts.texts.decoding`. Read `reading.py` first."""
