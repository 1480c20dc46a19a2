"""Formatted text as Telegram measures, parses and shows it. Begin with formatted.py."""
