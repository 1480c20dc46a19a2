"""Texts that are made to be slow: nothing that reads a stranger's text takes more than n log n time."""
