"""From the replies of handlers to messages in Telegram, by a queue in Postgres. Begin with `delivery.py`."""
