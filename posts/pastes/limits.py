"""Limits of publishing: how many pastes a minute, how many bytes a day, how large one, how long a title."""

from collections.abc import Sequence
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from auth.models import UserId
from kernel.quotas import Quota, QuotaExceeded
from posts.errors import TitleTooLong
from posts.limits import Allowance, LimitReached
from posts.titles import shorten

_MINUTE_SECONDS: Final = 60
_DAY_SECONDS: Final = 86_400
_log = structlog.get_logger(__name__)


class PublishingLimits:
    """The limits of authors. Pastes and bytes are counted in Redis; without Redis they are not limited."""

    def __init__(self, redis: Redis, allowance: Allowance) -> None:
        self._allowance = allowance
        self._pastes = Quota(redis, "posts:pastes", allowance.pastes_a_minute, _MINUTE_SECONDS)
        self._bytes = Quota(redis, "posts:bytes", allowance.bytes_a_day, _DAY_SECONDS)

    def check_title(self, title: str) -> None:
        """Raises TitleTooLong."""
        if limit := self.exceeded_title_length(title):
            raise TitleTooLong(len(title), limit)

    def exceeded_title_length(self, title: str) -> int | None:
        """Return the limit in characters if the title is longer, else None."""
        limit = self._allowance.title_length
        return limit if len(title) > limit else None

    def shorten_title(self, title: str) -> str:
        """Shorten a title that was found, not chosen, to the limit."""
        return shorten(title, self._allowance.title_length)

    async def count(self, author: UserId, size: int) -> LimitReached | None:
        """Count a paste of `size` bytes; if it passes a limit, count nothing and return the limit."""
        try:
            return self._too_large(size) or await self._take(author, size)
        except RedisError as fault:
            _log.warning("publishing_quota_unavailable", fault=str(fault))
            return None

    async def find_reached(
        self, author: UserId, size: int, *, before: Sequence[int] = ()
    ) -> LimitReached | None:
        """Return the limit that a paste of `size` bytes would pass, published after others of the sizes
        `before`. Nothing is counted."""
        try:
            return (
                self._too_large(size)
                or await _reached("pastes", self._pastes, author, len(before) + 1)
                or await _reached("bytes", self._bytes, author, sum(before) + size)
            )
        except RedisError as fault:
            _log.warning("publishing_quota_unavailable", fault=str(fault))
            return None

    async def forget(self, author: UserId) -> None:
        """Delete an author's counters. Raises RedisError."""
        for quota in (self._pastes, self._bytes):
            await quota.reset(author)

    def _too_large(self, size: int) -> LimitReached | None:
        most = min(self._allowance.paste_size, self._allowance.bytes_a_day)
        return LimitReached("size", most, 0) if size > most else None

    async def _take(self, author: UserId, size: int) -> LimitReached | None:
        if too_often := await _take("pastes", self._pastes, author, 1):
            return too_often
        too_much = await _take("bytes", self._bytes, author, size)
        if too_much:
            await self._pastes.refund(author)
        return too_much


async def _take(kind: str, quota: Quota, author: UserId, amount: int) -> LimitReached | None:
    try:
        await quota.take(author, amount)
    except QuotaExceeded as exceeded:
        return LimitReached(kind, quota.limit, exceeded.seconds)
    return None


async def _reached(kind: str, quota: Quota, author: UserId, amount: int) -> LimitReached | None:
    seconds = await quota.seconds_until(author, amount)
    return LimitReached(kind, quota.limit, seconds) if seconds else None
