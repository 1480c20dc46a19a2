"""How often a bot may send, and Telegram's other numbers."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from local.telegram.answers import too_many_requests


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's FAQ for bots: 30 messages a second overall, 1 a second in a chat, short bursts forgiven."""

    per_second: float = 30
    burst: float = 30
    chat_per_second: float = 1
    chat_burst: float = 5


GENEROUS = Limits(per_second=1e6, burst=1e6, chat_per_second=1e6, chat_burst=1e6)


@dataclass(slots=True)
class _Bucket:
    rate: float
    size: float
    filled_at: float
    tokens: float = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = self.size

    def wait(self, now: float) -> float:
        """Seconds until there is a token; 0 when there is one now."""
        self.tokens = min(self.size, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now
        return max(0.0, (1 - self.tokens) / self.rate)


class Pace:
    """Raises Refused (429) for a message that comes too soon; one that is refused costs nothing."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._overall = _Bucket(limits.per_second, limits.burst, clock())
        self._chats: dict[str, _Bucket] = {}

    def take(self, chat_id: int | str) -> None:
        now = self._clock()
        chat = self._chats.get(str(chat_id))
        if chat is None:
            chat = self._chats[str(chat_id)] = _Bucket(
                self._limits.chat_per_second, self._limits.chat_burst, now
            )
        wait = max(self._overall.wait(now), chat.wait(now))
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        self._overall.tokens -= 1
        chat.tokens -= 1
