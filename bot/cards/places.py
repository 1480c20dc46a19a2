"""Where a card was opened from, to go back to: a page of the list with its filter and words, or an album."""

import re
from dataclasses import dataclass
from typing import Final

from bot.cards.buttons import Row, button
from bot.cards.callbacks import ShowPosts
from kernel.phrases import Words
from posts.models import Visibility

_FORM: Final = re.compile(r"(\d{1,6})([aulp])([0-9a-f]{0,8})")
_ALBUM: Final = re.compile(r"([0-9a-f]{1,8})t([0-9a-f]{1,4})")
_FILTERS: Final = {"a": None, "u": Visibility.PUBLIC, "l": Visibility.UNLISTED, "p": Visibility.PRIVATE}


@dataclass(frozen=True, slots=True)
class Place:
    """`page` counts from 0; `search` is the key of the words that are searched for, empty for none."""

    page: int = 0
    visibility: Visibility | None = None
    search: str = ""

    def __str__(self) -> str:
        letter = next(letter for letter, known in _FILTERS.items() if known is self.visibility)
        return f"{self.page}{letter}{self.search}"


def place_in(text: str) -> Place | None:
    """None for a card that was not opened from the list, and for what is forged."""
    found = _FORM.fullmatch(text)
    return Place(int(found[1]), _FILTERS[found[2]], found[3]) if found else None


@dataclass(frozen=True, slots=True)
class Album:
    """The card of what was sent together, by its messages: the first, and how many they are to the last."""

    first: int
    span: int

    def __str__(self) -> str:
        return f"{self.first:x}t{self.span:x}"


def album_in(text: str) -> Album | None:
    found = _ALBUM.fullmatch(text)
    return Album(int(found[1], 16), int(found[2], 16)) if found else None


def way_back(words: Words, at: str) -> Row:
    """None from a card that was opened from nowhere."""
    return way_out(words, at) if at else []


def way_out(words: Words, at: str) -> Row:
    """From what is gone."""
    key = "button.together" if album_in(at) else "button.my"
    return [button(words.plain(key), ShowPosts(at=at))]
