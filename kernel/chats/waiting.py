"""The statement that measures inbox and outbox for `kernel.monitoring.queues`."""

from typing import Final

_WAITING: Final = """
    SELECT 'updates', count(*), coalesce(extract(epoch FROM statement_timestamp() - min(received_at)), 0),
        (SELECT count(*) FROM bot.updates WHERE bot_id = {bot_id} AND status = 'dead')
    FROM bot.updates WHERE bot_id = {bot_id} AND status = 'waiting'
    UNION ALL
    SELECT 'replies', count(*), coalesce(extract(epoch FROM statement_timestamp() - min(created_at)), 0), NULL
    FROM bot.replies WHERE bot_id = {bot_id}
"""


def waiting_in_chats(bot_id: int) -> str:
    """Return the statement for the queues of one bot."""
    return _WAITING.format(bot_id=bot_id)
