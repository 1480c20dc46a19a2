"""Publishes, edits, lists and searches pastes, with their queries. Read `service.py` first."""
