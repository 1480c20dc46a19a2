"""What the bot keeps in Postgres of each chat: the inbox, the outbox, and the conversation.

In `kernel`, for the bot is not alone with it: the notifier removes what a person leaves behind.
"""
