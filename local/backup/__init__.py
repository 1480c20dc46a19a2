"""Backups: one archive of the database and its content files. Begin with archive.py, which has the format."""
