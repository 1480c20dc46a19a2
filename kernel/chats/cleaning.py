"""Deletes rows of inbox, outbox and conversations by age, or with an account. The notifier calls this."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, or_
from sqlalchemy.ext.asyncio import AsyncSession

from kernel.chats.tables import ConversationRow, InboxChatRow, OutboxChatRow, ReplyRow, UpdateRow
from kernel.leases import NOW


class ChatCleaning:
    """Deletes rows of all bots, in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def delete_old(self, age: timedelta) -> None:
        """Delete finished updates, all replies and all conversations of at least this age.

        Updates that wait are not deleted. The counts of waiting replies are corrected when a worker finds a
        chat empty.
        """
        ended = delete(UpdateRow).where(UpdateRow.status != "waiting", UpdateRow.received_at <= NOW - age)
        await self._session.execute(ended)
        await self._session.execute(delete(ReplyRow).where(ReplyRow.created_at <= NOW - age))
        await self._session.execute(delete(ConversationRow).where(ConversationRow.changed_at <= NOW - age))

    async def forget(self, people: Sequence[int]) -> None:
        """Delete all rows of these persons' private chats, and their conversations in groups.

        A private chat has the same id as its person.
        """
        for row in (UpdateRow, ReplyRow, InboxChatRow, OutboxChatRow):
            await self._session.execute(delete(row).where(row.chat_id.in_(people)))
        condition = or_(ConversationRow.chat_id.in_(people), ConversationRow.user_id.in_(people))
        await self._session.execute(delete(ConversationRow).where(condition))
