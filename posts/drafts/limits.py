"""Limits of pending drafts: their number for a chat without an account, and bytes a day for any chat."""

from datetime import timedelta
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from auth.models import TelegramId
from kernel.personal_keys import of_chat, track_keys
from kernel.quotas import Quota, QuotaExceeded
from posts.errors import TooManyDrafts, TooMuchPending
from posts.limits import Allowance

_DAY_SECONDS: Final = 86_400
_log = structlog.get_logger(__name__)


class DraftLimits:
    """The limits of pending drafts. The bytes are counted in Redis; without Redis they are not limited."""

    def __init__(self, redis: Redis, allowance: Allowance) -> None:
        self._allowance = allowance
        self._bytes = Quota(redis, "posts:pending", allowance.pending_bytes_a_day, _DAY_SECONDS)

    def check_count(self, count: int) -> None:
        """Check that another draft may await an account beside `count` others. Raises TooManyDrafts."""
        if count >= self._allowance.drafts_without_account:
            raise TooManyDrafts(self._allowance.drafts_without_account)

    async def count_bytes(self, owner: TelegramId, size: int) -> None:
        """Count a new draft of `size` bytes. Raises TooMuchPending."""
        try:
            await self._bytes.take(owner, size)
            await self._track_counter(owner)
        except QuotaExceeded as exceeded:
            raise TooMuchPending(self._allowance.pending_bytes_a_day) from exceeded
        except RedisError as fault:
            _log.warning("pending_quota_unavailable", fault=str(fault))

    async def _track_counter(self, owner: TelegramId) -> None:
        """Register the counter as personal data, so that it is deleted with the account."""
        async with self._bytes.redis.pipeline(transaction=True) as pipe:
            track_keys(pipe, of_chat(owner), timedelta(seconds=_DAY_SECONDS), self._bytes.key(owner))
            await pipe.execute()
