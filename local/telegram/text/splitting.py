"""How the apps cut a text that is too long for one message."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

from local.telegram.text import utf16
from local.telegram.text.formatted import Formatted

# Where Telegram Desktop would rather cut, the best place first.
_PLACES = tuple(map(re.compile, (r"\n(?=\n)", r"\n", r"(?<=[.!?…])\s", r"(?<=[,;:–—-])\s", r"\s")))


class App(StrEnum):
    """A phone fills every message but the last to the brim, and nothing is lost at the cuts.

    Telegram Desktop looks for the last good place in the second half of a message (the end of a paragraph, of
    a line, of a sentence, of a word), and the white space there is lost.
    """

    PHONE = "phone"
    DESKTOP = "desktop"


def cut(content: Formatted, limit: int, app: App) -> list[Formatted]:
    """Parts of at most `limit` UTF-16 units; formatting that is cut goes on in the next part."""
    parts: list[Formatted] = []
    start = 0
    for end in _ends(content.text, limit, _brim if app is App.PHONE else _good_place):
        part = content.part(start, end)
        parts.append(part if app is App.PHONE else part.trimmed())
        start = end
    return [part for part in parts if part.text]


def _ends(text: str, limit: int, choose: Callable[[str], int]) -> Iterator[int]:
    """In UTF-16 units."""
    end = 0
    while text:
        window = utf16.split(text, limit)[0]
        taken = len(text) if window == text else choose(window)
        end += utf16.length(text[:taken])
        yield end
        text = text[taken:]


def _brim(window: str) -> int:
    return len(window)


def _good_place(window: str) -> int:
    for place in _PLACES:
        found = [match.start() for match in place.finditer(window, max(1, len(window) // 2))]
        if found:
            return found[-1]
    return len(window)
