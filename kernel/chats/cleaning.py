"""Deletes rows of inbox, outbox and conversations: after a day, or with an account."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, or_
from sqlalchemy.ext.asyncio import AsyncSession

from kernel.chats.tables import ConversationRow, InboxChatRow, OutboxChatRow, ReplyRow, UpdateRow
from kernel.leases import NOW


class ChatCleaning:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def drop_old(self, age: timedelta) -> None:
        """Delete finished updates, and replies and conversations, of at least this age.

        Counts of waiting rows are corrected when a worker finds a chat empty.
        """
        ended = delete(UpdateRow).where(UpdateRow.status != "waiting", UpdateRow.received_at <= NOW - age)
        await self._session.execute(ended)
        await self._session.execute(delete(ReplyRow).where(ReplyRow.created_at <= NOW - age))
        await self._session.execute(delete(ConversationRow).where(ConversationRow.changed_at <= NOW - age))

    async def forget(self, people: Sequence[int]) -> None:
        """Delete all rows of these private chats, whose ids are also those of the persons."""
        for row in (UpdateRow, ReplyRow, InboxChatRow, OutboxChatRow):
            await self._session.execute(delete(row).where(row.chat_id.in_(people)))
        condition = or_(ConversationRow.chat_id.in_(people), ConversationRow.user_id.in_(people))
        await self._session.execute(delete(ConversationRow).where(condition))
