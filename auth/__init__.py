"""Accounts, the Telegram chats linked to them, passwords and one-time codes. Read `service` first."""
