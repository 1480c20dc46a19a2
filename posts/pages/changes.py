"""Which pages are no longer right, told by Redis to every process that keeps some itself.

A process trusts what it keeps only while it hears from Redis: for a lease since the last ping that came back.
So whoever has announced a change needs to wait for its answer no longer than that.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from posts.models import PostUrl

CHANNEL: Final = "posts:pages:changed"
LEASE: Final = 0.8  # seconds: nothing is stale for a second, even where Redis fails
_PING: Final = 0.2  # seconds
_ANSWERS_KEPT: Final = 5  # seconds
_AFTER_A_FAULT: Final = 0.5  # seconds
_log = structlog.get_logger(__name__)


def news_of(url: PostUrl, change: str) -> str:
    return f"{change} {url}"


def heard_key(change: str) -> str:
    """Of the list in which every listener leaves an answer."""
    return f"posts:pages:heard:{change}"


class PageChanges:
    """`forget` is called with each address whose pages are no longer right, `forget_all` where some may have
    been missed."""

    def __init__(
        self, redis: Redis, forget: Callable[[PostUrl], None], forget_all: Callable[[], None]
    ) -> None:
        self._redis = redis
        self._forget = forget
        self._forget_all = forget_all
        self._is_over = False
        self.trusted_until = 0.0
        """By the event loop's clock."""

    @asynccontextmanager
    async def heard(self) -> AsyncIterator[None]:
        """Meanwhile."""
        listening = asyncio.create_task(self._listen())
        try:
            yield
        finally:
            self._is_over = True
            # Python 3.11 can lose this on redis-py's way: then it ends with the next ping.
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    async def _listen(self) -> None:
        while not self._is_over:
            try:
                async with self._redis.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    await self._hear(channel)
            except (RedisError, OSError) as fault:
                _log.warning("page changes not heard", fault=str(fault))
            self.trusted_until = 0.0
            self._forget_all()
            await asyncio.sleep(_AFTER_A_FAULT)

    async def _hear(self, channel: PubSub) -> None:
        loop = asyncio.get_running_loop()
        while not self._is_over:
            now = loop.time()
            await channel.ping(str(now))
            while (left := now + _PING - loop.time()) > 0:
                if message := await channel.get_message(timeout=left):
                    await self._take(message)

    async def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "pong":
            self.trusted_until = float(message["data"]) + LEASE
        elif message["type"] == "subscribe":  # at first, and after each connection that was lost on the way
            self._forget_all()
        elif message["type"] == "message":
            change, _, url = message["data"].decode().partition(" ")
            self._forget(PostUrl(url))
            await self._answer(change)

    async def _answer(self, change: str) -> None:
        with suppress(RedisError):  # then nobody waits for it any more
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.rpush(heard_key(change), 1)
                pipe.expire(heard_key(change), _ANSWERS_KEPT)
                await pipe.execute()
