"""Drafts that wait for their author: for an account, a limit, or a decision. Read `publishing.py` first."""
