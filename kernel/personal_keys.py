"""Which keys in Redis are about whom: so all of somebody's can be forgotten, whichever room wrote them."""

import time
from datetime import timedelta
from typing import Final

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

# No trace lives longer, nor do the lists of them.
LONGEST: Final = timedelta(days=60)
_AT_ONCE: Final = 1000


def of_user(user: int) -> str:
    return f"user:{user}"


def of_chat(chat: int) -> str:
    """With one person, by the Telegram id of both."""
    return f"chat:{chat}"


def note(pipe: Pipeline, whom: str, lifetime: timedelta, *keys: str) -> None:
    """In the pipeline that writes these keys for so long (`LONGEST` at most)."""
    now, place = time.time(), _place(whom)
    pipe.zadd(place, dict.fromkeys(keys, now + lifetime.total_seconds()))
    pipe.zremrangebyscore(place, "-inf", now)
    pipe.expire(place, LONGEST)


async def hand_over(redis: Redis, whom: str, to: str) -> None:
    """What was noted of the one will be forgotten with the other. Raises RedisError."""
    async with redis.pipeline(transaction=True) as pipe:
        pipe.zunionstore(_place(to), [_place(to), _place(whom)], aggregate="MAX")
        pipe.unlink(_place(whom))
        pipe.expire(_place(to), LONGEST)
        await pipe.execute()


async def forget(redis: Redis, *people: str) -> None:
    """All that was noted. Raises RedisError."""
    for whom in people:
        place = _place(whom)
        while keys := await redis.zrange(place, 0, _AT_ONCE - 1):
            async with redis.pipeline(transaction=True) as pipe:
                pipe.unlink(*keys)
                pipe.zrem(place, *keys)
                await pipe.execute()


def _place(whom: str) -> str:
    return f"kernel:traces:{whom}"
