"""Finished pages in Redis, by the paste's address. Redis may be gone at any time: then nothing is found.

All pages of a paste are one hash. Forgetting them starts a new epoch in it, and a page is kept only in the
epoch in which its reader began: so who began before a change cannot put the old page back.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any, Final, NamedTuple, cast

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

from posts.models import PostUrl
from posts.pages.changes import CHANNEL, LEASE, heard_key, news_of

# A page is built in less: a reader waits no longer for a Redis that hangs.
_PATIENCE: Final = 0.25  # seconds
_KEPT_FOR: Final = timedelta(minutes=10)
# Some large ones would push everything else out.
LARGEST_KEPT: Final = 512 * 1024  # bytes
# Redis looks at its clock now and then only: a page goes a little before its paste, and never after.
_CLOCKS: Final = timedelta(milliseconds=20)
_EPOCH: Final = "epoch"
_NO_EPOCH: Final = b""
# Many at once: as a command for each, they would take several times as long in the viewer.
_FIND: Final = """
local found = {}
for number, key in ipairs(KEYS) do
    found[number] = redis.call('HMGET', key, ARGV[number], 'epoch')
end
return found
"""
_KEEP: Final = """
for number, key in ipairs(KEYS) do
    local epoch, field, page, wanted = unpack(ARGV, 4 * number - 3, 4 * number)
    if (redis.call('HGET', key, 'epoch') or '') == epoch then
        redis.call('HSET', key, field, page)
        local left = redis.call('PTTL', key)
        if left < 0 or left > tonumber(wanted) then
            redis.call('PEXPIRE', key, wanted)
        end
    end
end
"""
_log = structlog.get_logger(__name__)


class PageName(NamedTuple):
    """`variant` tells the pages of one paste apart: a language, `en?view=source`, `/raw`."""

    url: PostUrl
    variant: str


class FinishedPage(NamedTuple):
    """To be kept; `epoch`: as it was found before the page was made, `until`: when its paste expires."""

    name: PageName
    content: bytes
    epoch: bytes
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """`epoch`: in which the search began, for keeping what is built now; None where Redis was not reached."""

    page: bytes | None
    epoch: bytes | None


class PageCache:
    """`build` names the version of what renders: another's are not found. Who only forgets has none."""

    def __init__(self, redis: Redis, build: str = "") -> None:
        self._redis = redis
        self._build = build
        self._find = redis.register_script(_FIND)
        self._keep = redis.register_script(_KEEP)

    async def find(self, names: Sequence[PageName]) -> list[Found]:
        """In one round trip."""
        found = await self._patiently(
            self._find([_key(name.url) for name in names], [self._field(name) for name in names])
        )
        if found is None:
            return [Found(None, None)] * len(names)
        return [Found(page, epoch or _NO_EPOCH) for page, epoch in found]

    async def keep(self, *pages: FinishedPage) -> None:
        """In one go. For ten minutes at most, and never longer than `until`; not at all in another epoch."""
        keys, values, now = list[str](), list[bytes | str | int](), datetime.now(UTC)
        for page in pages:
            if milliseconds := _kept_for(page, now):
                keys.append(_key(page.name.url))
                values += [page.epoch, self._field(page.name), page.content, milliseconds]
        if keys:
            await self._patiently(self._keep(keys, values))

    async def forget(self, url: PostUrl) -> None:
        """Nobody gets the old pages any more when it returns, from any process.

        Raises RedisError: whoever must be sure has to try again.
        """
        change = token_hex(8)
        try:
            async with asyncio.timeout(LEASE):
                listeners = await self._renew(url, change)
        except TimeoutError:  # nobody's own pages are trusted any more where Redis says nothing for so long
            raise RedisTimeoutError("no answer in time") from None
        except ResponseError:  # Redis is full: then those who began before cannot keep anything either
            await self._redis.delete(_key(url))
            listeners = await self._redis.publish(CHANNEL, news_of(url, change))
        await self._until_heard(change, listeners)

    async def _patiently(self, answer: Awaitable[Any]) -> Any:
        """None where there is none in time."""
        try:
            async with asyncio.timeout(_PATIENCE):
                return await answer
        except (RedisError, TimeoutError) as fault:
            _log.warning("no page cache", fault=str(fault) or "no answer in time")
            return None

    def _field(self, name: PageName) -> str:
        return f"{self._build} {name.variant}" if self._build else name.variant

    async def _renew(self, url: PostUrl, change: str) -> int:
        """Returns how many listen."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.delete(_key(url))
            pipe.hset(_key(url), _EPOCH, change)
            pipe.expire(_key(url), _KEPT_FOR)
            pipe.publish(CHANNEL, news_of(url, change))
            *_, listeners = await pipe.execute()
        return int(listeners)

    async def _until_heard(self, change: str, listeners: int) -> None:
        """Whoever does not answer trusts its own pages no longer by then."""
        end = asyncio.get_running_loop().time() + LEASE
        for _ in range(listeners):
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                return
            # redis-py types its commands for both of its clients at once.
            answer = self._redis.blpop([heard_key(change)], timeout=left)
            if not await cast("Awaitable[list[bytes] | None]", answer):
                return


def _kept_for(page: FinishedPage, now: datetime) -> int:
    """In milliseconds; 0 where it is too large, or over."""
    end = now + _KEPT_FOR if page.until is None else min(now + _KEPT_FOR, page.until - _CLOCKS)
    if end <= now or len(page.content) > LARGEST_KEPT:
        return 0
    return max(1, (end - now) // timedelta(milliseconds=1))


def _key(url: PostUrl) -> str:
    return f"posts:pages:{url}"
