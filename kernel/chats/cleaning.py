"""What people leave in inbox, outbox and conversations: swept after a day, or when a person leaves."""

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
        """Delete what is over, and replies that no chat has taken for so long.

        The counts of the chats mend themselves when a worker finds nothing in one.
        """
        ended = delete(UpdateRow).where(UpdateRow.status != "waiting", UpdateRow.received_at <= NOW - age)
        await self._session.execute(ended)
        await self._session.execute(delete(ReplyRow).where(ReplyRow.created_at <= NOW - age))
        await self._session.execute(delete(ConversationRow).where(ConversationRow.changed_at <= NOW - age))

    async def forget(self, people: Sequence[int]) -> None:
        """Delete all that is of these chats with one person: their ids are the person's, too."""
        for row in (UpdateRow, ReplyRow, InboxChatRow, OutboxChatRow):
            await self._session.execute(delete(row).where(row.chat_id.in_(people)))
        theirs = or_(ConversationRow.chat_id.in_(people), ConversationRow.user_id.in_(people))
        await self._session.execute(delete(ConversationRow).where(theirs))
