"""People: accounts, Telegram ids, passwords, one-time codes. The door is `auth.service`."""
