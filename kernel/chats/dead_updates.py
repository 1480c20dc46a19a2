"""Updates that were set aside because no attempt at them succeeded; they are kept for a day."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from kernel.chats.statements import run

_LIST: Final = """
    SELECT update_id, chat_id, received_at, reason, reference FROM bot.updates
    WHERE status = 'dead' ORDER BY received_at DESC LIMIT $1
"""
# Their chats become due as when the updates were received; a worker that has one leased goes on.
_RETRY: Final = """
    WITH again AS (
        UPDATE bot.updates SET status = 'waiting', reason = NULL, reference = NULL
        WHERE status = 'dead' RETURNING bot_id, chat_id
    ), chats AS (
        INSERT INTO bot.inbox_chats AS known (bot_id, chat_id, waiting, due_at)
        SELECT bot_id, chat_id, count(*), statement_timestamp() FROM again
        GROUP BY bot_id, chat_id ORDER BY bot_id, chat_id
        ON CONFLICT (bot_id, chat_id) DO UPDATE SET
            waiting = known.waiting + excluded.waiting,
            -- Attempts are counted for the first update, which is another one now.
            attempts = CASE WHEN known.lease IS NULL THEN 0 ELSE known.attempts END
    )
    SELECT count(*) FROM again
"""
_BOTS: Final = "SELECT DISTINCT bot_id FROM bot.updates ORDER BY bot_id"


@dataclass(frozen=True, slots=True)
class DeadUpdate:
    """`reference` was shown to the person, and is in the log."""

    update_id: int
    chat_id: int
    received_at: datetime
    reason: str
    reference: str


async def dead_updates(session: AsyncSession, limit: int) -> list[DeadUpdate]:
    """Return those of all bots, the latest first."""
    return [DeadUpdate(*row) for row in await run(session, _LIST, limit)]


async def retry_dead_updates(session: AsyncSession) -> int:
    """Let those of all bots wait to be handled again. Return how many."""
    return int((await run(session, _RETRY))[0][0])


async def bots_with_updates(session: AsyncSession) -> list[int]:
    """Return the ids of all bots of which updates are stored."""
    return [int(row[0]) for row in await run(session, _BOTS)]
