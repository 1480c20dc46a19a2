"""How fast messages may leave: about thirty a second over all, and in a chat one a second after a burst."""

from collections import OrderedDict
from typing import Final

# Telegram Bot API, FAQ, "My bot is hitting limits": one message a second in a chat, though short bursts that
# go over this limit are allowed. How short is not told.
_CHAT_PERIOD: Final = 1.0  # seconds a message
_CHAT_BURST: Final = 20  # messages
_REMEMBERED: Final = 10_000  # chats


class Pace:
    """A leaky bucket for each chat, and one for all. `rate`: messages a second over all."""

    def __init__(self, rate: float) -> None:
        self._period = 1 / rate
        self._burst = rate
        self._all = 0.0
        self._chats: OrderedDict[int, float] = OrderedDict()

    def wait_in(self, chat: int, now: float) -> float:
        """Return in how many seconds this chat may have its next message."""
        return max(0.0, self._chats.get(chat, now) - now - (_CHAT_BURST - 1) * _CHAT_PERIOD)

    def take(self, chat: int, now: float) -> float:
        """Count a message; return in how many seconds it may leave, for the sake of all chats."""
        self._chats[chat] = max(self._chats.get(chat, now), now) + _CHAT_PERIOD
        self._chats.move_to_end(chat)
        if len(self._chats) > _REMEMBERED:
            self._chats.popitem(last=False)
        self._all = max(self._all, now) + self._period
        return max(0.0, self._all - now - self._burst * self._period)
