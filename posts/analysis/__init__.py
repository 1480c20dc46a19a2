"""Analyses texts in worker processes: title, language, encoding, credentials. Read `analyst.py` first."""
