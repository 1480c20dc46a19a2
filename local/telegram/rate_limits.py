"""Telegram's limits on how often a bot may send."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from local.telegram.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second, overall and in a chat, with the bursts that are allowed.

    Telegram's FAQ for bots: 30 a second overall, 1 a second in a chat, 20 a minute in a group.
    """

    per_second: float = 30
    burst: float = 30
    chat_per_second: float = 1
    chat_burst: float = 5
    group_per_second: float = 20 / 60
    group_burst: float = 20


UNLIMITED = Limits(*[1e6] * 6)


@dataclass(slots=True)
class _Bucket:
    """A token bucket. `rate` is in tokens a second, `filled_at` in seconds of the clock."""

    rate: float
    size: float
    filled_at: float
    tokens: float = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = self.size

    def wait(self, now: float, count: int) -> float:
        """Return the seconds until `count` tokens are there, or the bucket is full; 0: now."""
        self.tokens = min(self.size, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now
        return max(0.0, (min(count, self.size) - self.tokens) / self.rate)


class RateLimiter:
    """Token buckets for the bot as a whole, for each chat and for each group."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._overall = _Bucket(limits.per_second, limits.burst, clock())
        self._chats: dict[str, list[_Bucket]] = {}

    def take(self, chat_id: int | str, count: int = 1) -> None:
        """Take a token for each of `count` messages. Raises BotApiError (429), and then takes none."""
        now = self._clock()
        buckets = [self._overall, *self._chat_buckets(str(chat_id), now)]
        wait = max(bucket.wait(now, count) for bucket in buckets)
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        for bucket in buckets:
            bucket.tokens -= count

    def _chat_buckets(self, chat_id: str, now: float) -> list[_Bucket]:
        if chat_id not in self._chats:
            limits = self._limits
            buckets = [_Bucket(limits.chat_per_second, limits.chat_burst, now)]
            if chat_id.startswith("-"):
                buckets.append(_Bucket(limits.group_per_second, limits.group_burst, now))
            self._chats[chat_id] = buckets
        return self._chats[chat_id]
