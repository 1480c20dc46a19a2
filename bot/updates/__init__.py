"""Receiving updates, and handling them chat by chat. Begin with `receiver.py` and `attempts.py`."""
