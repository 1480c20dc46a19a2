"""The inbox, the outbox and the conversations of the bot, in Postgres. Read `inbox` first.

They are in `kernel` because the notifier uses them, too: it deletes them with an account.
"""
