"""Receiving updates, and handling them chat by chat. Read `receiver.py`, `inbox_worker.py`, `attempts.py`."""
