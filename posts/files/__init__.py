"""The content files of this installation as a whole: which are in use, and whose they are. See sweep.py."""
