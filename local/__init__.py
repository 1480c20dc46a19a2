"""`make run`: Postebin on one machine without installed servers or Telegram. Begin with __main__.py."""
