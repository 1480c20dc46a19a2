"""The service of accounts: registration, logging in and out, passwords, one-time codes, deletion."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from auth.errors import (
    AccountBlocked,
    AlreadyLinked,
    DeletionInProgress,
    NoReachableChat,
    NotRegistered,
    NotYourUsername,
    PasswordNotSet,
    UsernameMalformed,
    UsernameReserved,
    UsernameTaken,
    UserNotFound,
    WouldLockOut,
    WrongPassword,
)
from auth.models import Recipient, TelegramId, User, UserId, Username
from auth.one_time_codes import OneTimeCodes
from auth.passwords import hash_password, hashing_slot, password_matches
from auth.rate_limits import AccountRateLimits
from auth.repository import AccountRepository
from auth.usernames import MAX_LENGTH, RESERVED, candidates, parse_username
from kernel.growth import Growth
from kernel.personal_keys import of_chat, of_user, transfer_keys
from kernel.phrases import DEFAULT_LANGUAGE

_DELETION_DELAY: Final = timedelta(hours=24)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Login:
    """A login whose password was right, between `check_password` and `finish_login`.

    `password_hash` is the stored hash that it was compared with; `tries_left` those of the chat.
    """

    telegram_id: TelegramId
    user: User
    password_hash: str = field(repr=False)
    tries_left: int


class AccountService:
    """The use cases of accounts, in one transaction. `telegram_id` is the person's chat with the bot."""

    def __init__(
        self, accounts: AccountRepository, codes: OneTimeCodes, limits: AccountRateLimits, redis: Redis
    ) -> None:
        self._accounts = accounts
        self._codes = codes
        self._limits = limits
        self._redis = redis

    async def register(self, telegram_id: TelegramId, wanted: str, language: str = DEFAULT_LANGUAGE) -> User:
        """Add an account and link this chat to it. Raises what `check_username` raises."""
        username = await self.check_username(telegram_id, wanted)
        user = await self._accounts.add(username, language)
        if user is None:
            raise UsernameTaken(username, await self.suggest_username(username))
        await self._link(telegram_id, user)
        return user

    async def check_username(self, telegram_id: TelegramId, wanted: str) -> Username:
        """Return the username with which this chat could register now; change nothing.

        Raises AlreadyLinked, UsernameMalformed, UsernameReserved or UsernameTaken.
        """
        await self.must_be_unlinked(telegram_id)
        username = await self._parse_unreserved(wanted)
        if await self._accounts.taken([username]):
            raise UsernameTaken(username, await self.suggest_username(username))
        return username

    async def suggest_username(self, wanted: str) -> Username:
        """Return the most similar username that is free at the moment."""
        names = candidates(wanted)
        while True:
            batch = list(islice(names, 12))
            taken = await self._accounts.taken(batch)
            for name in batch:
                if name not in taken:
                    return name

    async def linked_to(self, telegram_id: TelegramId) -> User | None:
        """Return the account of a chat.

        One whose deletion is scheduled is locked until this transaction ends, so that nothing is added to it
        after its deletion.
        """
        return await self._accounts.linked_to(telegram_id)

    async def mark_reachable(self, telegram_id: TelegramId) -> User | None:
        """Mark a chat, in which the person has just written, as reachable. Return its account.

        The mark is committed at once, so call this before anything is changed.
        """
        user, is_reachable = await self._accounts.linked_to_and_reachable(telegram_id)
        if is_reachable:
            return user
        await self._accounts.commit_reachable(telegram_id)
        return await self._accounts.linked_to(telegram_id)

    async def get(self, user: UserId) -> User | None:
        return await self._accounts.get(user)

    async def linked_chats(self, user: UserId) -> list[TelegramId]:
        """Return every chat of the account, including those that cannot be reached."""
        return await self._accounts.linked_chats(user)

    async def find(self, username: str) -> User:
        """Return the account with this username, as a person typed it. Raises UserNotFound."""
        try:
            user = await self._accounts.find(parse_username(username))
        except UsernameMalformed:
            user = None
        if user is None:
            raise UserNotFound(username.strip()[: MAX_LENGTH + 1])
        return user

    async def usernames(self, users: Iterable[UserId]) -> dict[UserId, Username]:
        """Return the usernames of those of these accounts that exist."""
        return await self._accounts.usernames(users)

    async def recipients(self, users: Iterable[UserId]) -> list[Recipient]:
        """Return every chat of these accounts that can be reached."""
        return await self._accounts.recipients(users)

    async def set_reachable(self, telegram_id: TelegramId, reachable: bool) -> None:
        """Store whether the bot can write to this chat. Do nothing for a chat that is not linked."""
        await self._accounts.set_reachable(telegram_id, reachable)

    async def set_language(self, user: UserId, language: str) -> None:
        await self._accounts.set_language(user, language)

    async def growth(self) -> Growth:
        """Return how many accounts there are, and how many are new."""
        return await self._accounts.growth()

    async def block(self, username: str, reason: str) -> User:
        """Block an account: it can publish and change nothing until `unblock`. Raises UserNotFound."""
        user = await self.find(username)
        await self._accounts.set_block_reason(user.id, reason)
        return user

    async def unblock(self, username: str) -> User:
        """Do nothing to an account that is not blocked. Raises UserNotFound."""
        user = await self.find(username)
        await self._accounts.set_block_reason(user.id, None)
        return user

    async def set_password(self, user: UserId, password: str) -> None:
        """Store a password. Raises PasswordTooShort, PasswordTooLong or HashingBusy."""
        async with hashing_slot():
            await self._accounts.release_connection()
            hashed = await hash_password(password)
        await self._accounts.set_password_hash(user, hashed)

    async def find_to_log_in(self, telegram_id: TelegramId, username: str) -> User:
        """Return the account that this chat may try to log in to.

        Raises AlreadyLinked, UserNotFound or PasswordNotSet.
        """
        await self.must_be_unlinked(telegram_id)
        user = await self.find(username)
        if not user.has_password:
            raise PasswordNotSet(user.username)
        return user

    async def log_in(self, telegram_id: TelegramId, username: str, password: str) -> User:
        """Check the password and link this chat to the account. Raises what these steps raise."""
        return await self.finish_login(await self.check_password(telegram_id, username, password))

    async def check_password(self, telegram_id: TelegramId, username: str, password: str) -> Login:
        """Check a password and count the try, for `finish_login`. Change nothing in Postgres.

        Raises what `find_to_log_in` raises, WrongPassword, AccountBlocked, TooManyTries or HashingBusy.
        """
        user = await self.find_to_log_in(telegram_id, username)
        async with hashing_slot():
            tries_left = await self._limits.login_from_chat.take(telegram_id)
            await self._limits.login_to_account.take(user.id)
            hashed = await self._accounts.password_hash(user.id) or ""
            await self._accounts.release_connection()
            if not (hashed and await password_matches(password, hashed)):
                raise await self._wrong_password(telegram_id, tries_left)
        if user.block_reason is not None:  # said to nobody else
            raise AccountBlocked(user.block_reason)
        return Login(telegram_id, user, hashed, tries_left)

    async def finish_login(self, login: Login) -> User:
        """Link the chat. Raises AlreadyLinked, or WrongPassword if the password was changed since."""
        if await self._accounts.password_hash(login.user.id) != login.password_hash:
            raise await self._wrong_password(login.telegram_id, login.tries_left)
        await self._limits.login_from_chat.reset(login.telegram_id)
        await self._link(login.telegram_id, login.user)
        return login.user

    async def log_out(self, telegram_id: TelegramId) -> User:
        """Unlink this chat. Raises NotRegistered, or WouldLockOut where the account has no password."""
        user = await self._accounts.linked_to(telegram_id)
        if user is None:
            raise NotRegistered
        if not user.has_password:
            raise WouldLockOut(user.username)
        await self._unlink(telegram_id, user.id)
        return user

    async def ask_for_code(self, asked_by: TelegramId, username: str) -> User:
        """Count a request for a one-time code. Return the account to whose chats the code is to be sent.

        Raises UserNotFound, NoReachableChat or TooManyTries.
        """
        user = await self.find(username)
        await self._limits.code_from_chat.take(asked_by)
        await self._limits.code_to_account.take(user.id)
        if not await self._accounts.recipients([user.id]):
            raise NoReachableChat(user.username)
        return user

    async def issue_code(self, user: UserId) -> str:
        """Return a new one-time code. Call this where the code is sent: no task queue should store it."""
        return await self._codes.issue(user)

    async def redeem_code(self, user: UserId, code: str) -> None:
        """Check a one-time code, which can be used once. Raises WrongCode or CodeExpired."""
        await self._codes.redeem(user, code)

    async def _wrong_password(self, telegram_id: TelegramId, left: int) -> WrongPassword:
        """Return the error, or raise TooManyTries if no tries are left."""
        if not left:
            await self._limits.login_from_chat.take(telegram_id)  # raises, with the minutes to wait
        return WrongPassword(left)

    async def confirm_deletion(self, user: User, typed: str) -> datetime:
        """Schedule the deletion of an account whose owner confirms it by typing the username.

        Raises NotYourUsername.
        """
        if typed.strip().removeprefix("@").lower() != user.username:
            raise NotYourUsername(typed.strip()[: MAX_LENGTH + 1], user.username)
        return await self.schedule_deletion(user.id)

    async def schedule_deletion(self, user: UserId) -> datetime:
        """Return when the account is due to be deleted: in a day, or as scheduled before.

        Raises NotRegistered.
        """
        when = await self._accounts.schedule_deletion(user, _DELETION_DELAY)
        if when is None:
            raise NotRegistered
        return when

    async def cancel_deletion(self, user: UserId) -> None:
        """Cancel the deletion, if one is scheduled. Raises DeletionInProgress."""
        if not await self._accounts.cancel_deletion(user):
            raise DeletionInProgress

    async def due_deletions(self, limit: int) -> list[User]:
        """Return the accounts that have been due to be deleted longest."""
        return await self._accounts.due_deletions(limit)

    async def lock_for_deletion(self, user: UserId) -> bool:
        """Lock the account until the transaction ends, so that nothing is added to it.

        Return False where no deletion is due any more, or another transaction may still add something: then
        delete the account later.
        """
        return await self._accounts.lock_for_deletion(user)

    async def delete(self, user: UserId) -> None:
        """Delete a locked account, its links, one-time code and counts of tries. Its username is free again.

        All other data of the person is deleted before, by the caller.
        """
        await self._codes.delete(user)
        await self._limits.reset(user, await self._accounts.linked_chats(user))
        await self._accounts.delete(user)

    async def must_be_unlinked(self, telegram_id: TelegramId) -> None:
        """Raises AlreadyLinked."""
        linked = await self._accounts.linked_to(telegram_id)
        if linked is not None:
            raise AlreadyLinked(linked.username)

    async def _parse_unreserved(self, wanted: str) -> Username:
        try:
            username = parse_username(wanted)
        except UsernameMalformed as malformed:
            suggestion = await self.suggest_username(wanted)
            raise UsernameMalformed(malformed.data["wanted"], suggestion) from None
        if username in RESERVED:
            raise UsernameReserved(username, await self.suggest_username(username))
        return username

    async def _link(self, telegram_id: TelegramId, user: User) -> None:
        if not await self._accounts.link(telegram_id, user.id):
            await self.must_be_unlinked(telegram_id)
            raise AlreadyLinked(user.username)

    async def _unlink(self, telegram_id: TelegramId, user: UserId) -> None:
        """Unlink a chat. The data about it in Redis is from then on deleted with the account's."""
        await self._accounts.unlink(telegram_id)
        try:
            await transfer_keys(self._redis, of_chat(telegram_id), of_user(user))
        except RedisError as fault:
            # Logging out must succeed without Redis; the keys expire by themselves.
            _log.warning("personal_keys_not_transferred", fault=str(fault))
