"""Postebin in the chat: handlers a feature each, over the services of auth, posts and notifier."""

# First of all, because it decides how aiogram is loaded.
import notifier as notifier
