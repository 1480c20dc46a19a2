"""Rate limits of logging in, of requests for one-time codes, and of tries of a code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final

from redis.asyncio import Redis

from auth.errors import TooManyTries
from auth.models import TelegramId, UserId
from kernel.quotas import Quota, QuotaExceeded

_QUARTER_HOUR_SECONDS: Final = 900
_HOUR_SECONDS: Final = 3600
TRIES_PER_CHAT: Final = 5


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `limit` tries in `window` seconds, for each subject: a chat or an account.

    `name` tells the kinds of tries apart.
    """

    redis: Redis
    name: str
    limit: int
    window: int

    async def take(self, subject: object) -> int:
        """Count a try before it is made, so that parallel tries count, too. Return how many are left.

        Raises TooManyTries where none was left; then nothing is counted.
        """
        try:
            return await self._quota.take(subject)
        except QuotaExceeded as exceeded:
            window = timedelta(seconds=self.window)
            raise TooManyTries(ceil(exceeded.seconds / 60), self.limit, window) from None

    async def reset(self, subject: object) -> None:
        await self._quota.reset(subject)

    @property
    def _quota(self) -> Quota:
        return Quota(self.redis, f"auth:tries:{self.name}", self.limit, self.window)


class AccountRateLimits:
    """The limits of logging in and of requests for one-time codes: low for a chat, higher for an account.

    Five guesses from one chat must not lock the owner out of an account; but the guesses from many chats
    together must stay few.
    """

    def __init__(self, redis: Redis, tries_per_chat: int = TRIES_PER_CHAT) -> None:
        self.login_from_chat = RateLimit(redis, "login-from", tries_per_chat, _QUARTER_HOUR_SECONDS)
        self.login_to_account = RateLimit(redis, "login-to", 10 * tries_per_chat, _HOUR_SECONDS)
        self.code_from_chat = RateLimit(redis, "code-from", tries_per_chat, _QUARTER_HOUR_SECONDS)
        self.code_to_account = RateLimit(redis, "code-to", 2 * tries_per_chat, _HOUR_SECONDS)

    async def reset(self, user: UserId, chats: Sequence[TelegramId]) -> None:
        """Delete all counts of an account and of its chats."""
        for limit in (self.login_to_account, self.code_to_account):
            await limit.reset(user)
        for chat in chats:
            await self.login_from_chat.reset(chat)
            await self.code_from_chat.reset(chat)
