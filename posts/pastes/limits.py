"""How much a person may publish."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from auth.models import TelegramId, UserId
from kernel.personal_keys import of_chat, track_keys
from kernel.quotas import Quota, QuotaExceeded
from posts.errors import TitleTooLong, TooManyDrafts, TooMuchPending
from posts.models import Draft
from posts.sizes import LARGEST
from posts.titles import LONGEST_TITLE, shortened

_MINUTE: Final = 60  # seconds
_DAY: Final = 86_400
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Allowance:
    """`paste_size`, `bytes_a_day` and `pending_bytes_a_day` in bytes as `size_as_sent` counts.

    `title_length` in characters.
    """

    pastes_a_minute: int = 60
    bytes_a_day: int = 500 * 1024 * 1024
    paste_size: int = LARGEST
    title_length: int = LONGEST_TITLE
    kept_for_strangers: int = 50
    pending_bytes_a_day: int = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LimitReached:
    """`kind` is `pastes` (`most` a minute) or `bytes` (`most` a day), free again in `seconds`; or `size`
    (`most` of one paste), of which waiting alone makes no more."""

    kind: str
    most: int
    seconds: int


def size_as_sent(draft: Draft) -> int:
    """In bytes: a file's own, whatever they become in UTF-8; of what came as no file, its text's in UTF-8."""
    return len(draft.text.encode() if draft.original is None else draft.original)


class PublishingLimits:
    def __init__(self, redis: Redis, allowance: Allowance) -> None:
        self.allowance = allowance
        self._pastes = Quota(redis, "posts:pastes", allowance.pastes_a_minute, _MINUTE)
        self._bytes = Quota(redis, "posts:bytes", allowance.bytes_a_day, _DAY)
        self._pending = Quota(redis, "posts:pending", allowance.pending_bytes_a_day, _DAY)

    def check_title(self, title: str) -> None:
        """Raises TitleTooLong."""
        if most := self.passed_by(title):
            raise TitleTooLong(len(title), most)

    def passed_by(self, title: str) -> int | None:
        """How many characters a title may have, where this one has more."""
        most = self.allowance.title_length
        return most if len(title) > most else None

    def check_draft_count(self, known: int) -> None:
        """Whether one more may wait for an account. Raises TooManyDrafts."""
        if known >= self.allowance.kept_for_strangers:
            raise TooManyDrafts(self.allowance.kept_for_strangers)

    async def count_pending(self, owner: TelegramId, size: int) -> None:
        """Count what a chat has sent that is no paste yet. Raises TooMuchPending."""
        try:
            await self._pending.take(owner, size)
            await self._note_trace(owner)
        except QuotaExceeded as exceeded:
            raise TooMuchPending(self.allowance.pending_bytes_a_day) from exceeded
        except RedisError as fault:
            _log.warning("not counted", fault=str(fault))

    async def _note_trace(self, owner: TelegramId) -> None:
        """So that it is forgotten with the person."""
        async with self._pending.redis.pipeline(transaction=True) as pipe:
            track_keys(pipe, of_chat(owner), timedelta(seconds=_DAY), self._pending.key(owner))
            await pipe.execute()

    def fitted(self, title: str) -> str:
        """For a title that nobody chose: shortened where it is too long."""
        return shortened(title, self.allowance.title_length)

    async def take(self, author: UserId, size: int) -> LimitReached | None:
        """Counts a text of `size` bytes, or tells which limit it would pass."""
        try:
            return self._too_large(size) or await self._taken(author, size)
        except RedisError as fault:
            # Nobody is kept from publishing because a counter is away.
            _log.warning("not counted", fault=str(fault))
            return None

    async def would_pass(
        self, author: UserId, size: int, *, before: Sequence[int] = ()
    ) -> LimitReached | None:
        """Which limit a text of `size` bytes would pass now, behind others with sizes of their own; nothing
        is counted."""
        try:
            return (
                self._too_large(size)
                or await _passed("pastes", self._pastes, author, len(before) + 1)
                or await _passed("bytes", self._bytes, author, sum(before) + size)
            )
        except RedisError as fault:
            _log.warning("not known what is left", fault=str(fault))
            return None

    def _too_large(self, size: int) -> LimitReached | None:
        most = min(self.allowance.paste_size, self.allowance.bytes_a_day)
        return LimitReached("size", most, 0) if size > most else None

    async def _taken(self, author: UserId, size: int) -> LimitReached | None:
        if too_often := await _reached("pastes", self._pastes, author, 1):
            return too_often
        too_much = await _reached("bytes", self._bytes, author, size)
        if too_much:
            await self._pastes.refund(author)
        return too_much

    async def forget(self, author: UserId) -> None:
        """Raises RedisError."""
        for quota in (self._pastes, self._bytes):
            await quota.reset(author)


async def _reached(kind: str, quota: Quota, author: UserId, amount: int) -> LimitReached | None:
    try:
        await quota.take(author, amount)
    except QuotaExceeded as exceeded:
        return LimitReached(kind, quota.limit, exceeded.seconds)
    return None


async def _passed(kind: str, quota: Quota, author: UserId, amount: int) -> LimitReached | None:
    seconds = await quota.seconds_until(author, amount)
    return LimitReached(kind, quota.limit, seconds) if seconds else None
