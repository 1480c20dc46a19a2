"""Exports: everything that a person has, sent to their chat as ZIP files. Read `sending` first."""
