"""Postebin in the chat, over the services of auth, posts and notifier. Begin with `dispatcher.py`."""
