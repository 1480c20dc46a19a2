"""What the bot waits for in a chat, and what it takes for an answer."""
