"""Rate limits of sending: some messages a second over all chats, and one a second in each; bursts pass."""

from collections import OrderedDict
from typing import Final

# Telegram Bot API, FAQ, "My bot is hitting limits": one message a second in a chat, and short bursts above
# that, of a length that is not documented.
_CHAT_PERIOD_SECONDS: Final = 1.0
_CHAT_BURST_MESSAGES: Final = 20
_MAX_CHATS: Final = 10_000


class MessageRateLimiter:
    """Leaky buckets, one for each chat and one for all; `rate` is in messages a second over all chats.

    `now` is a monotonic time in seconds.
    """

    def __init__(self, rate: float) -> None:
        self._period = 1 / rate
        self._burst = rate
        self._all = 0.0
        self._chats: OrderedDict[int, float] = OrderedDict()

    def chat_delay(self, chat: int, now: float) -> float:
        """Return in how many seconds the chat's next message may be sent."""
        return max(0.0, self._chats.get(chat, now) - now - (_CHAT_BURST_MESSAGES - 1) * _CHAT_PERIOD_SECONDS)

    def count(self, chat: int, now: float) -> float:
        """Count a message; return in how many seconds it may be sent by the rate over all chats."""
        self._chats[chat] = max(self._chats.get(chat, now), now) + _CHAT_PERIOD_SECONDS
        self._chats.move_to_end(chat)
        if len(self._chats) > _MAX_CHATS:
            self._chats.popitem(last=False)
        self._all = max(self._all, now) + self._period
        return max(0.0, self._all - now - self._burst * self._period)
