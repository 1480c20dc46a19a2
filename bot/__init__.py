"""Postebin in the chat, over the services of auth, posts and notifier. Begin with `dispatcher.py`."""

# Before all other imports: it decides how aiogram is loaded.
import notifier as notifier
