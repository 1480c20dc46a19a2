"""Quotas: limits of an amount per time window, counted in Redis.

A rollback in Postgres must not undo a count: a wrong password is an error, and rolls back.
"""

from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from redis.asyncio import Redis

# Atomic, so that a refused amount is not counted, and a count always has an expiry.
_TAKE: Final = """
local taken = tonumber(redis.call('GET', KEYS[1]) or '0')
local limit, window, amount = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if taken + amount > limit then
    return {-1, redis.call('PTTL', KEYS[1])}
end
redis.call('INCRBY', KEYS[1], amount)
if redis.call('PTTL', KEYS[1]) < 0 then
    redis.call('EXPIRE', KEYS[1], window)
end
return {limit - taken - amount, 0}
"""
# A window that has ended must not be started again.
_REFUND: Final = """
if redis.call('EXISTS', KEYS[1]) == 1 then
    redis.call('DECRBY', KEYS[1], ARGV[1])
end
"""


class QuotaExceeded(Exception):
    """Less than the amount is left; the window ends in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `limit` in `window` seconds, for each subject, such as an account.

    The window of a subject begins with the first amount that is counted. `name` is the prefix of its keys.
    """

    redis: Redis
    name: str
    limit: int
    window: int

    async def take(self, subject: object, amount: int = 1) -> int:
        """Count an amount before it is used, so that parallel uses count, too. Return how much is left.

        Raises QuotaExceeded where too little was left; then nothing is counted.
        """
        take = self.redis.register_script(_TAKE)
        left, milliseconds = await take([self.key(subject)], [self.limit, self.window, amount])
        if left < 0:
            raise QuotaExceeded(_seconds(milliseconds))
        return int(left)

    async def seconds_until(self, subject: object, amount: int = 1) -> int:
        """Return the seconds until this amount can be taken; 0: now. Nothing is counted."""
        key = self.key(subject)
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.get(key)
            pipe.pttl(key)
            taken, milliseconds = await pipe.execute()
        is_left = int(taken or 0) + amount <= self.limit
        return 0 if is_left else _seconds(milliseconds)

    async def refund(self, subject: object, amount: int = 1) -> None:
        """Subtract an amount that was counted, but not used, if its window has not ended."""
        await self.redis.register_script(_REFUND)([self.key(subject)], [amount])

    async def reset(self, subject: object) -> None:
        await self.redis.delete(self.key(subject))

    def key(self, subject: object) -> str:
        """Return the key in Redis, for code that tracks or deletes it."""
        return f"{self.name}:{subject}"


def _seconds(milliseconds: Any) -> int:
    """Round a time to live in Redis up to at least one second."""
    return ceil(max(int(milliseconds), 1) / 1000)
