"""How Telegram's apps split a text that is too long for one message."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

from local.telegram.text import utf16
from local.telegram.text.formatted import Formatted

# Where Telegram Desktop splits, the preferred places first.
_BREAKS = tuple(map(re.compile, (r"\n(?=\n)", r"\n", r"(?<=[.!?…])\s", r"(?<=[,;:–—-])\s", r"\s")))


class App(StrEnum):
    """How an app splits: phones fill every message and lose nothing.

    Telegram Desktop splits at the last end of a paragraph, line, sentence or word in the second half of a
    message, and drops the white space there.
    """

    PHONE = "phone"
    DESKTOP = "desktop"


def split(content: Formatted, limit: int, app: App) -> list[Formatted]:
    """Return parts of at most `limit` UTF-16 units; split entities continue in the next part."""
    parts: list[Formatted] = []
    start = 0
    for end in _ends(content.text, limit, _whole_window if app is App.PHONE else _preferred_break):
        part = content.part(start, end)
        parts.append(part if app is App.PHONE else part.trimmed())
        start = end
    return [part for part in parts if part.text]


def _ends(text: str, limit: int, choose: Callable[[str], int]) -> Iterator[int]:
    """Yield the end offset of each part, in UTF-16 units."""
    end = 0
    while text:
        window = utf16.split(text, limit)[0]
        size = len(text) if window == text else choose(window)
        end += utf16.length(text[:size])
        yield end
        text = text[size:]


def _whole_window(window: str) -> int:
    return len(window)


def _preferred_break(window: str) -> int:
    for pattern in _BREAKS:
        breaks = [match.start() for match in pattern.finditer(window, max(1, len(window) // 2))]
        if breaks:
            return breaks[-1]
    return len(window)
