"""Tries, counted in Redis: a count must outlive the rollback that a failure causes."""

from dataclasses import dataclass
from math import ceil
from typing import Final

from redis.asyncio import Redis

from auth.errors import TooManyTries

_QUARTER_OF_AN_HOUR: Final = 900  # seconds
_HOUR: Final = 3600


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
        key = self._key(subject)
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.set(key, 0, ex=self.window, nx=True)
            pipe.incr(key)
            pipe.ttl(key)
            _, taken, seconds = await pipe.execute()
        if taken > self.limit:
            raise TooManyTries(ceil(max(int(seconds), 1) / 60))
        return self.limit - int(taken)

    async def forgive(self, subject: object) -> None:
        await self.redis.delete(self._key(subject))

    def _key(self, subject: object) -> str:
        return f"auth:tries:{self.kind}:{subject}"


class Limits:
    """How often what may be tried.

    A chat has few tries; an account has more, so that a stranger cannot lock its owner out with five guesses,
    yet many strangers together cannot guess on.
    """

    def __init__(self, redis: Redis) -> None:
        self.login_from_chat = Tries(redis, "login-from", 5, _QUARTER_OF_AN_HOUR)
        self.login_to_account = Tries(redis, "login-to", 50, _HOUR)
        self.code_from_chat = Tries(redis, "code-from", 5, _QUARTER_OF_AN_HOUR)
        self.code_to_account = Tries(redis, "code-to", 10, _HOUR)
