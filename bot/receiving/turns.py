"""One update of a person after the other, whichever processes get them: else conversations would race."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Final

import structlog
from aiogram.fsm.storage.base import BaseEventIsolation, DefaultKeyBuilder, StorageKey
from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import RedisError

# So much later a person is heard again whose turn a process had when it was killed.
_LEFT_AFTER: Final = 2.0  # seconds
_RENEWED_AFTER: Final = 0.7  # seconds
_log = structlog.get_logger(__name__)


class Turns(BaseEventIsolation):
    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._keys = DefaultKeyBuilder()

    @asynccontextmanager
    async def lock(self, key: StorageKey) -> AsyncGenerator[None, None]:
        """Raises RedisError."""
        turn = self._redis.lock(self._keys.build(key, "lock"), timeout=_LEFT_AFTER)
        await turn.acquire()
        is_over = asyncio.Event()
        renewing = asyncio.create_task(_renew(turn, is_over))
        try:
            yield
        finally:
            # Not cancelled: redis-py writes within `asyncio.wait_for`, which in Python 3.11 loses a
            # cancellation that comes when it is just done, and then the turn would be renewed for ever.
            is_over.set()
            await renewing
            await _end(turn)

    async def close(self) -> None:
        """Redis is the house's to close."""


async def _renew(turn: Lock, is_over: asyncio.Event) -> None:
    while not await _happens(is_over, within=_RENEWED_AFTER):
        try:
            await turn.reacquire()
        except RedisError as fault:
            _log.warning("turn not renewed", fault=str(fault))


async def _happens(event: asyncio.Event, within: float) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(within):
            await event.wait()
    return event.is_set()


async def _end(turn: Lock) -> None:
    """What was done in the turn is done."""
    try:
        await turn.release()
    except RedisError as fault:
        _log.warning("turn not ended", fault=str(fault))
