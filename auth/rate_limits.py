"""How often what may be tried, before somebody has to wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final

from redis.asyncio import Redis

from auth.errors import TooManyTries
from auth.models import TelegramId, UserId
from kernel.quotas import Quota, QuotaExceeded

_QUARTER_OF_AN_HOUR: Final = 900  # seconds
_HOUR: Final = 3600
FROM_A_CHAT: Final = 5


@dataclass(frozen=True, slots=True)
class Tries:
    """At most `limit` tries in `window` seconds, for each subject."""

    redis: Redis
    kind: str
    limit: int
    window: int

    async def take(self, subject: object) -> int:
        """Counts a try before it is made, so that parallel guesses count too; returns how many are left.

        Raises TooManyTries when none was left.
        """
        try:
            return await self._quota.take(subject)
        except QuotaExceeded as exceeded:
            window = timedelta(seconds=self.window)
            raise TooManyTries(ceil(exceeded.seconds / 60), self.limit, window) from None

    async def forgive(self, subject: object) -> None:
        await self._quota.forgive(subject)

    @property
    def _quota(self) -> Quota:
        return Quota(self.redis, f"auth:tries:{self.kind}", self.limit, self.window)


class Limits:
    """How often what may be tried.

    A chat has few tries; an account has ten times as many, so that a stranger cannot lock its owner out with
    five guesses, yet many strangers together cannot guess on.
    """

    def __init__(self, redis: Redis, from_a_chat: int = FROM_A_CHAT) -> None:
        self.login_from_chat = Tries(redis, "login-from", from_a_chat, _QUARTER_OF_AN_HOUR)
        self.login_to_account = Tries(redis, "login-to", 10 * from_a_chat, _HOUR)
        self.code_from_chat = Tries(redis, "code-from", from_a_chat, _QUARTER_OF_AN_HOUR)
        self.code_to_account = Tries(redis, "code-to", 2 * from_a_chat, _HOUR)

    async def forget_account(self, user: UserId, chats: Sequence[TelegramId]) -> None:
        for tries in (self.login_to_account, self.code_to_account):
            await tries.forgive(user)
        for chat in chats:
            await self.login_from_chat.forgive(chat)
            await self.code_from_chat.forgive(chat)
