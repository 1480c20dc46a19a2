"""Queries on who follows whom: facts only; nothing here commits."""

from datetime import datetime

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import UserId
from notifier.models import Follow, Follower, Notification
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

    async def count_of(self, followed: UserId) -> int:
        """How many follow."""
        query = select(func.count()).where(SubscriberRow.followed == followed)
        return await self._session.scalar(query) or 0

    async def all_followed_by(self, follower: UserId) -> list[Follow]:
        """The oldest first."""
        query = select(SubscriberRow.followed, SubscriberRow.created_at, SubscriberRow.notification)
        return await self._follows(query.where(SubscriberRow.follower == follower))

    async def all_followers_of(self, followed: UserId) -> list[Follow]:
        """The oldest first."""
        query = select(SubscriberRow.follower, SubscriberRow.created_at, SubscriberRow.notification)
        return await self._follows(query.where(SubscriberRow.followed == followed))

    async def forget(self, user: UserId) -> None:
        """In both directions."""
        theirs = or_(SubscriberRow.follower == user, SubscriberRow.followed == user)
        await self._session.execute(delete(SubscriberRow).where(theirs))

    async def to_be_told(self, followed: UserId) -> list[Follower]:
        """The followers who want an alert for each paste."""
        query = select(SubscriberRow.follower, SubscriberRow.notification).where(
            SubscriberRow.followed == followed, SubscriberRow.notification.in_(_TOLD)
        )
        found = await self._session.execute(query)
        return [Follower(UserId(user), Notification(notification)) for user, notification in found]

    async def _follows(self, query: Select[int, datetime, str]) -> list[Follow]:
        found = await self._session.execute(query.order_by(SubscriberRow.created_at))
        return [Follow(UserId(user), since, Notification(how)) for user, since, how in found]
