"""An index of the Redis keys that hold data about a person, so that all of them can be deleted.

A key is tracked under its owner: an account, or a chat with one person.
"""

import time
from datetime import timedelta
from typing import Final

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

# No tracked key lives longer; nor do the entries of an owner.
MAX_LIFETIME: Final = timedelta(days=60)
_KEYS_PER_BATCH: Final = 1000


def of_user(user: int) -> str:
    """Return the name under which an account's keys are tracked."""
    return f"user:{user}"


def of_chat(chat: int) -> str:
    """Return the name under which a private chat's keys are tracked. Its id is also that of the person."""
    return f"chat:{chat}"


def track_keys(pipe: Pipeline, owner: str, lifetime: timedelta, *keys: str) -> None:
    """Track keys that expire after `lifetime` (`MAX_LIFETIME` at most), in the pipeline that writes them."""
    now, index = time.time(), _index(owner)
    pipe.zadd(index, dict.fromkeys(keys, now + lifetime.total_seconds()))
    pipe.zremrangebyscore(index, "-inf", now)
    pipe.expire(index, MAX_LIFETIME)


async def transfer_keys(redis: Redis, owner: str, new_owner: str) -> None:
    """Track all keys of an owner under another. Raises RedisError."""
    async with redis.pipeline(transaction=True) as pipe:
        pipe.zunionstore(_index(new_owner), [_index(new_owner), _index(owner)], aggregate="MAX")
        pipe.unlink(_index(owner))
        pipe.expire(_index(new_owner), MAX_LIFETIME)
        await pipe.execute()


async def delete_keys(redis: Redis, *owners: str) -> None:
    """Delete all tracked keys of these owners. Raises RedisError."""
    for index in map(_index, owners):
        while keys := await redis.zrange(index, 0, _KEYS_PER_BATCH - 1):
            async with redis.pipeline(transaction=True) as pipe:
                pipe.unlink(*keys)
                pipe.zrem(index, *keys)
                await pipe.execute()


def _index(owner: str) -> str:
    return f"kernel:traces:{owner}"
