"""Queries on who follows whom: facts only; nothing here commits."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import UserId
from notifier.models import Follower, Notification
from notifier.tables import SubscriberRow

_TOLD = (Notification.ON, Notification.SILENT)


class SubscriberRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, follower: UserId, followed: UserId) -> bool:
        """False where it is so already."""
        new = insert(SubscriberRow).values(follower=follower, followed=followed)
        added = new.on_conflict_do_nothing().returning(SubscriberRow.follower)
        return await self._session.scalar(added) is not None

    async def remove(self, follower: UserId, followed: UserId) -> bool:
        """False where it was not so."""
        gone = delete(SubscriberRow).where(
            SubscriberRow.follower == follower, SubscriberRow.followed == followed
        )
        return await self._session.scalar(gone.returning(SubscriberRow.follower)) is not None

    async def followed_by(self, follower: UserId, limit: int) -> list[UserId]:
        """The latest first."""
        query = select(SubscriberRow.followed).where(SubscriberRow.follower == follower)
        found = await self._session.scalars(query.order_by(SubscriberRow.created_at.desc()).limit(limit))
        return [UserId(user) for user in found]

    async def followers_of(self, followed: UserId, limit: int) -> list[UserId]:
        """The latest first."""
        query = select(SubscriberRow.follower).where(SubscriberRow.followed == followed)
        found = await self._session.scalars(query.order_by(SubscriberRow.created_at.desc()).limit(limit))
        return [UserId(user) for user in found]

    async def to_be_told(self, followed: UserId) -> list[Follower]:
        """The followers who want an alert for each paste."""
        query = select(SubscriberRow.follower, SubscriberRow.notification).where(
            SubscriberRow.followed == followed, SubscriberRow.notification.in_(_TOLD)
        )
        found = await self._session.execute(query)
        return [Follower(UserId(user), Notification(notification)) for user, notification in found]
