"""The queries of workers read as few rows in a long queue as in a short one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from kernel.chats.inbox import WaitingChat
from kernel.chats.outbox import ChatReplies
from tests.kernel.chat_queues import InboxChats, OutboxChats, chats_in

_MANY_UPDATES = """
    INSERT INTO bot.updates (bot_id, update_id, chat_id, payload)
    SELECT 42, number, 7, 'an update' FROM generate_series(1, 10000) AS number
"""
_MANY_REPLIES = """
    INSERT INTO bot.replies (bot_id, chat_id, payload)
    SELECT 42, 7, 'a reply' FROM generate_series(1, 10000) AS number
"""
# Chats 7 and 8 are due, and thousands of others are not.
_CHATS = """
    INSERT INTO bot.{} (bot_id, chat_id, waiting, due_at)
    SELECT 42, number, 1, now() + CASE WHEN number > 8 THEN 1 ELSE -1 END * interval '1 hour'
    FROM generate_series(7, 5000) AS number
"""


@contextmanager
def asked(engine: AsyncEngine) -> Iterator[list[tuple[str, Any]]]:
    """Collect the statements of the block, with their values."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        statements.append((statement, values))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)


async def plan_of_a_claim(engine: AsyncEngine, chats: InboxChats | OutboxChats) -> str:
    """Return the plans of both statements of a claim, where chats 7 and 8 are due."""
    with asked(engine) as statements:
        claimed: Sequence[WaitingChat | ChatReplies] = await chats.claim()
    assert chats_in(claimed) == [7, 8]
    await chats.execute(f"UPDATE bot.{chats.table} SET due_at = now() WHERE lease IS NOT NULL")
    async with engine.connect() as connection:
        plans = [
            line
            for statement, values in statements
            for (line,) in await connection.exec_driver_sql(f"EXPLAIN ANALYZE {statement}", values)
        ]
        await connection.rollback()
    return "\n".join(plans)


async def fill(chats: InboxChats | OutboxChats, rows: str) -> None:
    """Add ten thousand items of chat 7, the chats, and the statistics from which Postgres plans."""
    for statement in (rows, _CHATS.format(chats.table)):
        await chats.execute(statement)
    await chats.execute("ANALYZE bot.updates, bot.replies, bot.inbox_chats, bot.outbox_chats")


def check(plan: str, *indexes: str) -> None:
    for index in indexes:
        assert f"Index Scan using {index}" in plan, plan
    assert "Rows Removed by Filter" not in plan, plan
    assert "Seq Scan" not in plan, plan


async def test_updates_of_other_chats_are_not_read(engine, sessions):
    chats = InboxChats(sessions)
    await fill(chats, _MANY_UPDATES)
    await chats.add(8, 10_001)
    check(await plan_of_a_claim(engine, chats), "ix_inbox_chats_due", "ix_updates_waiting")


async def test_replies_to_other_chats_are_not_read(engine, sessions):
    chats = OutboxChats(sessions)
    await fill(chats, _MANY_REPLIES)
    await chats.add(8, "a reply")
    check(await plan_of_a_claim(engine, chats), "ix_outbox_chats_due", "ix_replies_chat")
