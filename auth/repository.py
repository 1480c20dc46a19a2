"""Queries on accounts and their chats. They do not commit, except `commit_reachable`.

Accounts whose status is not `active` are not found, but their usernames are taken.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    any_,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.models import Recipient, TelegramId, User, UserId, Username
from auth.tables import TelegramAccountRow, UserRow
from kernel.growth import Growth, growth_by
from kernel.phrases import supported_language
from kernel.transaction import commit_early, release_connection

_ACTIVE = UserRow.status == "active"
_DELETION_DUE = UserRow.deleting_at <= func.now()
# This query runs for every update; built once, it takes half as long.
_LINKED: Final = (
    select(UserRow, TelegramAccountRow.reachable)
    .join(TelegramAccountRow, TelegramAccountRow.user_id == UserRow.id)
    .where(TelegramAccountRow.telegram_id == bindparam("telegram_id"), _ACTIVE)
)


class AccountRepository:
    """Accounts and their chats, in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, username: Username, language: str) -> User | None:
        """Add an account; return None where the username is taken, also by a parallel transaction."""
        new = insert(UserRow).values(username=username, language=language)
        row = await self._session.scalar(new.on_conflict_do_nothing().returning(UserRow))
        return _user(row) if row else None

    async def find(self, username: Username) -> User | None:
        return await self._find_active(func.lower(UserRow.username) == username)

    async def get(self, user: UserId) -> User | None:
        return await self._find_active(UserRow.id == user)

    async def linked_to(self, telegram_id: TelegramId) -> User | None:
        """Return the account of a chat.

        One whose deletion is scheduled is locked until this transaction ends, so that nothing is added to it
        after its deletion.
        """
        user, _ = await self.linked_to_and_reachable(telegram_id)
        return user

    async def linked_to_and_reachable(self, telegram_id: TelegramId) -> tuple[User | None, bool]:
        """Return what `linked_to` returns, and whether the chat can be reached: True if it is not linked."""
        rows = await self._session.execute(_LINKED, {"telegram_id": telegram_id})
        if (row := rows.one_or_none()) is None:
            return None, True
        user = _user(row[0])
        locked = await self._find_active(UserRow.id == user.id, lock=True) if user.deleting_at else user
        return locked, row[1]

    async def release_connection(self) -> None:
        """Return the connection to the pool while a hash is computed."""
        await release_connection(self._session)

    async def linked_chats(self, user: UserId) -> list[TelegramId]:
        """Return all chats, including those that cannot be reached."""
        chats = select(TelegramAccountRow.telegram_id).where(TelegramAccountRow.user_id == user)
        return [TelegramId(chat) for chat in await self._session.scalars(chats.order_by("telegram_id"))]

    async def usernames(self, users: Iterable[UserId]) -> dict[UserId, Username]:
        """Return the usernames of those of these accounts that exist."""
        query = select(UserRow.id, UserRow.username).where(UserRow.id == _any_of(users))
        rows = await self._session.execute(query)
        return {UserId(user): Username(name) for user, name in rows}

    async def taken(self, usernames: Sequence[Username]) -> set[str]:
        """Return those of these usernames that are taken."""
        query = select(func.lower(UserRow.username)).where(func.lower(UserRow.username).in_(usernames))
        return set(await self._session.scalars(query))

    async def link(self, telegram_id: TelegramId, user: UserId) -> bool:
        """Link a chat to the account; return False where it is linked already."""
        new = insert(TelegramAccountRow).values(telegram_id=telegram_id, user_id=user)
        linked = await self._session.scalar(
            new.on_conflict_do_nothing().returning(TelegramAccountRow.telegram_id)
        )
        return linked is not None

    async def unlink(self, telegram_id: TelegramId) -> None:
        await self._session.execute(
            delete(TelegramAccountRow).where(TelegramAccountRow.telegram_id == telegram_id)
        )

    async def set_reachable(self, telegram_id: TelegramId, reachable: bool) -> None:
        changed = update(TelegramAccountRow).values(reachable=reachable)
        await self._session.execute(
            changed.where(
                TelegramAccountRow.telegram_id == telegram_id, TelegramAccountRow.reachable != reachable
            )
        )

    async def commit_reachable(self, telegram_id: TelegramId) -> None:
        """Commit that a chat can be reached, even if the update that shows it then fails.

        Call this before anything is changed.
        """
        await self.set_reachable(telegram_id, True)
        await commit_early(self._session)

    async def recipients(self, users: Iterable[UserId]) -> list[Recipient]:
        """Return every chat of these accounts that can be reached."""
        query = (
            select(TelegramAccountRow.telegram_id, UserRow.id, UserRow.username, UserRow.language)
            .join(UserRow, UserRow.id == TelegramAccountRow.user_id)
            .where(UserRow.id == _any_of(users), _ACTIVE, TelegramAccountRow.reachable)
            .order_by(TelegramAccountRow.telegram_id)
        )
        return [
            Recipient(TelegramId(telegram_id), UserId(user), Username(username), supported_language(language))
            for telegram_id, user, username, language in await self._session.execute(query)
        ]

    async def password_hash(self, user: UserId) -> str | None:
        """Return None where the account has no password, or does not exist."""
        return await self._session.scalar(select(UserRow.password_hash).where(UserRow.id == user))

    async def set_password_hash(self, user: UserId, hashed: str) -> None:
        await self._session.execute(update(UserRow).values(password_hash=hashed).where(UserRow.id == user))

    async def set_language(self, user: UserId, language: str) -> None:
        await self._session.execute(update(UserRow).values(language=language).where(UserRow.id == user))

    async def growth(self) -> Growth:
        """Count all accounts, whatever their status."""
        return await growth_by(self._session, UserRow.registered_at)

    async def set_block_reason(self, user: UserId, reason: str | None) -> None:
        changed = update(UserRow).values(block_reason=reason).where(UserRow.id == user)
        await self._session.execute(changed)

    async def schedule_deletion(self, user: UserId, delay: timedelta) -> datetime | None:
        """Return when the account is due to be deleted: after the delay, or as scheduled before.

        None if there is no account.
        """
        when = func.coalesce(UserRow.deleting_at, func.now() + delay)
        changed = update(UserRow).values(deleting_at=when).where(UserRow.id == user)
        return await self._session.scalar(changed.returning(UserRow.deleting_at))

    async def cancel_deletion(self, user: UserId) -> bool:
        """Cancel the deletion, if one is scheduled. Return False where it is due already, or done."""
        is_cancellable = or_(UserRow.deleting_at.is_(None), UserRow.deleting_at > func.now())
        changed = update(UserRow).values(deleting_at=None).where(UserRow.id == user, is_cancellable)
        return await self._session.scalar(changed.returning(UserRow.id)) is not None

    async def due_deletions(self, limit: int) -> list[User]:
        """Return the accounts that have been due to be deleted longest."""
        query = select(UserRow).where(_DELETION_DUE).order_by(UserRow.deleting_at).limit(limit)
        return [_user(row) for row in await self._session.scalars(query)]

    async def lock_for_deletion(self, user: UserId) -> bool:
        """Lock the row; return False where another transaction has locked it, or no deletion is due."""
        row = select(UserRow.id).where(UserRow.id == user, _DELETION_DUE).with_for_update(skip_locked=True)
        return await self._session.scalar(row) is not None

    async def delete(self, user: UserId) -> None:
        """Delete the account, and the links of its chats by a cascade."""
        await self._session.execute(delete(UserRow).where(UserRow.id == user))

    async def _find_active(self, condition: ColumnElement[bool], *, lock: bool = False) -> User | None:
        query = select(UserRow).where(condition, _ACTIVE)
        row = await self._session.scalar(query.with_for_update(read=True, key_share=True) if lock else query)
        return _user(row) if row else None


def _any_of(users: Iterable[UserId]) -> ColumnElement[bool]:
    """Pass all ids as one parameter: Postgres takes 32,767 at most, and a person may have more followers."""
    return any_(literal(list(users), ARRAY(BigInteger)))


def _user(row: UserRow) -> User:
    return User(
        id=UserId(row.id),
        username=Username(row.username),
        language=supported_language(row.language),
        has_password=row.password_hash is not None,
        registered_at=row.registered_at,
        deleting_at=row.deleting_at,
        block_reason=row.block_reason,
    )
