"""Sending of replies, by a queue in Postgres. Begin with `replies.py` and `delivery.py`."""
