"""Queries on subscriptions and on the bot's address. Nothing here commits."""

from datetime import datetime

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import UserId
from notifier.models import BotAddress, Follow, Follower, Notification
from notifier.tables import BotRow, SubscriberRow

_WITH_ALERTS = (Notification.ON, Notification.SILENT)


class SubscriberRepository:
    """Subscriptions: which account follows which."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, follower: UserId, followed: UserId) -> bool:
        """Add a subscription. Return False where the follower follows this person already."""
        new = insert(SubscriberRow).values(follower=follower, followed=followed)
        added = new.on_conflict_do_nothing().returning(SubscriberRow.follower)
        return await self._session.scalar(added) is not None

    async def remove(self, follower: UserId, followed: UserId) -> bool:
        """Remove a subscription. Return False where the follower did not follow this person."""
        removed = delete(SubscriberRow).where(
            SubscriberRow.follower == follower, SubscriberRow.followed == followed
        )
        return await self._session.scalar(removed.returning(SubscriberRow.follower)) is not None

    async def following(self, follower: UserId, limit: int) -> list[UserId]:
        """Return the accounts that this one follows, the latest first."""
        query = select(SubscriberRow.followed).where(SubscriberRow.follower == follower)
        users = await self._session.scalars(query.order_by(SubscriberRow.created_at.desc()).limit(limit))
        return [UserId(user) for user in users]

    async def followers_of(self, followed: UserId, limit: int) -> list[UserId]:
        """Return the followers of this account, the latest first."""
        query = select(SubscriberRow.follower).where(SubscriberRow.followed == followed)
        users = await self._session.scalars(query.order_by(SubscriberRow.created_at.desc()).limit(limit))
        return [UserId(user) for user in users]

    async def count_followers(self, followed: UserId) -> int:
        query = select(func.count()).where(SubscriberRow.followed == followed)
        return await self._session.scalar(query) or 0

    async def all_following(self, follower: UserId) -> list[Follow]:
        """Return all subscriptions of this account, the oldest first."""
        query = select(SubscriberRow.followed, SubscriberRow.created_at, SubscriberRow.notification)
        return await self._follows(query.where(SubscriberRow.follower == follower))

    async def all_followers_of(self, followed: UserId) -> list[Follow]:
        """Return all subscriptions to this account, the oldest first."""
        query = select(SubscriberRow.follower, SubscriberRow.created_at, SubscriberRow.notification)
        return await self._follows(query.where(SubscriberRow.followed == followed))

    async def forget(self, user: UserId) -> None:
        """Delete the subscriptions to and of this user."""
        theirs = or_(SubscriberRow.follower == user, SubscriberRow.followed == user)
        await self._session.execute(delete(SubscriberRow).where(theirs))

    async def alerted_followers(self, followed: UserId) -> list[Follower]:
        """Return the followers who get an alert for each paste."""
        query = select(SubscriberRow.follower, SubscriberRow.notification).where(
            SubscriberRow.followed == followed, SubscriberRow.notification.in_(_WITH_ALERTS)
        )
        rows = await self._session.execute(query)
        return [Follower(UserId(user), Notification(notification)) for user, notification in rows]

    async def _follows(self, query: Select[int, datetime, str]) -> list[Follow]:
        rows = await self._session.execute(query.order_by(SubscriberRow.created_at))
        return [Follow(UserId(user), since, Notification(how)) for user, since, how in rows]


class BotAddressRepository:
    """The address of the bot. The bot saves it for the viewer, which has no token to ask Telegram with."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def save(self, address: BotAddress) -> None:
        values = {"username": address.username, "chat_url": address.chat_url}
        new = insert(BotRow).values(values)
        await self._session.execute(new.on_conflict_do_update(index_elements=[BotRow.is_it], set_=values))

    async def find(self) -> BotAddress | None:
        """Return None before the bot has started for the first time."""
        row = await self._session.scalar(select(BotRow))
        return BotAddress(row.username, row.chat_url) if row else None
