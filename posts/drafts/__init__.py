"""Publishes drafts, or saves them as pending with the reason. Read `publishing.py` first."""
