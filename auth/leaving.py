"""Deleting an account: whoever asks for it has a day to think better of it."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from auth.errors import NotRegistered, NotYourUsername, TooLateToStay
from auth.models import TelegramId, User, UserId
from auth.one_time_codes import OneTimeCodes
from auth.rate_limits import Limits
from auth.repository import AccountRepository
from auth.usernames import LONGEST
from kernel.personal_keys import hand_over, of_chat, of_user

_TIME_TO_STAY: Final = timedelta(hours=24)
_log = structlog.get_logger(__name__)


class Leaving:
    """What `auth.service.AccountService` can do about it."""

    def __init__(
        self, accounts: AccountRepository, codes: OneTimeCodes, limits: Limits, redis: Redis
    ) -> None:
        self._accounts = accounts
        self._codes = codes
        self._limits = limits
        self._redis = redis

    async def confirm_deletion(self, user: User, typed: str) -> datetime:
        """Asks for it, for whoever is so sure that they type their username. Raises NotYourUsername."""
        if typed.strip().removeprefix("@").lower() != user.username:
            raise NotYourUsername(typed.strip()[: LONGEST + 1], user.username)
        return await self.ask_deletion(user.id)

    async def ask_deletion(self, user: UserId) -> datetime:
        """When everything of this person is to be deleted: in a day, or as was asked before."""
        when = await self._accounts.set_deleting(user, _TIME_TO_STAY)
        if when is None:
            raise NotRegistered
        return when

    async def cancel_deletion(self, user: UserId) -> None:
        """Raises TooLateToStay."""
        if not await self._accounts.clear_deleting(user):
            raise TooLateToStay

    async def _unlink(self, telegram_id: TelegramId, user: UserId) -> None:
        """What is known of this chat in Redis is still about the account, and goes with it."""
        await self._accounts.unlink(telegram_id)
        try:
            await hand_over(self._redis, of_chat(telegram_id), of_user(user))
        except RedisError as fault:
            # Nobody is kept from logging out; by itself it ends, too.
            _log.warning("traces not handed over", fault=str(fault))

    async def due_deletions(self, limit: int) -> list[User]:
        return await self._accounts.leaving(limit)

    async def hold_for_deletion(self, user: UserId) -> bool:
        """From here to the end of the transaction nothing can come of this person any more.

        False while something still may: another time, then.
        """
        return await self._accounts.hold_leaving(user)

    async def delete(self, user: UserId) -> None:
        """Whoever was held for it; the username is free again."""
        await self._codes.forget(user)
        await self._limits.forget_account(user, await self._accounts.chats_of(user))
        await self._accounts.remove(user)
