"""A Redis that refuses what would need memory, as one that is full of what has no expiry."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis


@asynccontextmanager
async def full(redis: Redis) -> AsyncIterator[None]:
    """Refuse writes within the block."""
    usual = await redis.config_get("maxmemory*")
    await redis.config_set("maxmemory-policy", "noeviction")
    await redis.config_set("maxmemory", 1)
    try:
        yield
    finally:
        for name in ("maxmemory", "maxmemory-policy"):
            await redis.config_set(name, usual[name])
