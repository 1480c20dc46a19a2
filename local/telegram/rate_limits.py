"""How often a bot may send, and Telegram's other numbers."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from local.telegram.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's FAQ for bots: 30 messages a second overall, 1 a second in a chat, 20 a minute in a group.

    Short bursts are forgiven.
    """

    per_second: float = 30
    burst: float = 30
    chat_per_second: float = 1
    chat_burst: float = 5
    group_per_second: float = 20 / 60
    group_burst: float = 20


GENEROUS = Limits(*[1e6] * 6)


@dataclass(slots=True)
class _Bucket:
    rate: float
    size: float
    filled_at: float
    tokens: float = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = self.size

    def wait(self, now: float, count: int) -> float:
        """Seconds until there are as many tokens, or until the bucket is full; 0 when that is now."""
        self.tokens = min(self.size, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now
        return max(0.0, (min(count, self.size) - self.tokens) / self.rate)


class Pace:
    """Raises Refused (429) for a message that comes too soon; one that is refused costs nothing."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._overall = _Bucket(limits.per_second, limits.burst, clock())
        self._chats: dict[str, list[_Bucket]] = {}

    def take(self, chat_id: int | str, count: int = 1) -> None:
        """For so many messages at once: an album counts as many as it has."""
        now = self._clock()
        buckets = [self._overall, *self._of_chat(str(chat_id), now)]
        wait = max(bucket.wait(now, count) for bucket in buckets)
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        for bucket in buckets:
            bucket.tokens -= count

    def _of_chat(self, chat_id: str, now: float) -> list[_Bucket]:
        if chat_id not in self._chats:
            limits = self._limits
            buckets = [_Bucket(limits.chat_per_second, limits.chat_burst, now)]
            if chat_id.startswith("-"):
                buckets.append(_Bucket(limits.group_per_second, limits.group_burst, now))
            self._chats[chat_id] = buckets
        return self._chats[chat_id]
