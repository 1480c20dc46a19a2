"""HTTP routes of the local Telegram: the Bot API, the chat page and its API. Begin with bot_api.py."""
