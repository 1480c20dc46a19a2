"""Postebin in the chat: handlers a feature each, over the services of auth, posts and notifier."""
