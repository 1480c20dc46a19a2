"""Data files in a readable form: CSV as a table, JSON as a tree."""
