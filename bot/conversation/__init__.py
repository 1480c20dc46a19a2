"""What the bot waits for in a chat, and the filters of handlers. Begin with `states.py`."""
