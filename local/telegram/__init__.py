"""A local Telegram: a Bot API server for one bot, its users and their chat page. Begin with world.py."""

# Before everything else: it decides how much of aiogram is loaded.
import notifier as notifier
