"""Open questions of the bot in a chat, and the filters of handlers. Begin with `states.py`."""
