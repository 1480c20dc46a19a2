"""How much of something may be had in a time. Counted in Redis: a count outlives a failure's rollback."""

from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from redis.asyncio import Redis

# In one step, so that what is refused costs nothing and a window that ends in between is not lost.
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
# A window that has ended in between stays ended.
_GIVE_BACK: Final = """
if redis.call('EXISTS', KEYS[1]) == 1 then
    redis.call('DECRBY', KEYS[1], ARGV[1])
end
"""


class QuotaExceeded(Exception):
    """`seconds` until there is some again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `limit` in `window` seconds, for each subject; `name` is the beginning of Redis' keys."""

    redis: Redis
    name: str
    limit: int
    window: int

    async def take(self, subject: object, amount: int = 1) -> int:
        """Counts before it is done, so that what happens at once counts too; returns how much is left.

        Raises QuotaExceeded when not enough was left; then nothing is taken.
        """
        take = self.redis.register_script(_TAKE)
        left, milliseconds = await take([self.key(subject)], [self.limit, self.window, amount])
        if left < 0:
            raise QuotaExceeded(_seconds(milliseconds))
        return int(left)

    async def seconds_until(self, subject: object, amount: int = 1) -> int:
        """Seconds until so much is left, 0 where it is now; nothing is taken."""
        key = self.key(subject)
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.get(key)
            pipe.pttl(key)
            taken, milliseconds = await pipe.execute()
        is_left = int(taken or 0) + amount <= self.limit
        return 0 if is_left else _seconds(milliseconds)

    async def refund(self, subject: object, amount: int = 1) -> None:
        """What was taken for something that is not done after all."""
        await self.redis.register_script(_GIVE_BACK)([self.key(subject)], [amount])

    async def reset(self, subject: object) -> None:
        await self.redis.delete(self.key(subject))

    def key(self, subject: object) -> str:
        return f"{self.name}:{subject}"


def _seconds(milliseconds: Any) -> int:
    """What Redis says of a window's rest; at least one."""
    return ceil(max(int(milliseconds), 1) / 1000)
