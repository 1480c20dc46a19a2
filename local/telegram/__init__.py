"""A Telegram of one's own: a Bot API server, the people who talk to the bot, and a chat page for them."""
