"""A local Telegram: a Bot API server for one bot, its users and their chat page. Begin with world.py.

`make run` starts it where there is no bot token, and tests use it instead of Telegram.
"""
