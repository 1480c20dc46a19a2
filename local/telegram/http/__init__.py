"""The local Telegram over HTTP: the Bot API, and what the chat page needs."""
