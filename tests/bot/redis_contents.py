"""Search in everything that Redis holds."""

import re
from typing import Any

from redis.asyncio import Redis


async def everything_in(redis: Redis) -> dict[str, str]:
    """Return all keys and values, except for epochs of the page cache, which expire by themselves."""
    known = {key.decode(): await value_of(redis, key) for key in await redis.keys("*")}
    return {
        key: str(value)
        for key, value in known.items()
        if not (key.startswith("posts:pages:") and set(value or ()) <= {b"epoch"})
    }


async def value_of(redis: Redis, key: bytes) -> Any:
    """Return the value of a key; None if it has expired."""
    match await redis.type(key):
        case b"string":
            value: Any = redis.get(key)
        case b"hash":
            value = redis.hgetall(key.decode())
        case b"list":
            value = redis.lrange(key, 0, -1)
        case b"set":
            value = redis.smembers(key)
        case b"zset":
            value = redis.zrange(key, 0, -1)
        case _:
            return None
    return await value


def about(kept: dict[str, str], *words: str) -> set[str]:
    """Return the keys that have one of these words in their name or value."""
    word = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words))
    return {key for key, value in kept.items() if word.search(f"{key} {value}")}
