"""Places that a card leads back to: a page of the list with its filter and words, or an album."""

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
    """Page of the list, from 0; `search` is a key of `bot.chat_memory.SearchWords`, empty for none."""

    page: int = 0
    visibility: Visibility | None = None
    search: str = ""

    def __str__(self) -> str:
        letter = next(letter for letter, known in _FILTERS.items() if known is self.visibility)
        return f"{self.page}{letter}{self.search}"


def place_in(text: str) -> Place | None:
    """Return the page of the list; None for an album, no place, or forged data."""
    found = _FORM.fullmatch(text)
    return Place(int(found[1]), _FILTERS[found[2]], found[3]) if found else None


@dataclass(frozen=True, slots=True)
class Album:
    """Card of several pastes, by the id of their first message and the span of ids to their last."""

    first: int
    span: int

    def __str__(self) -> str:
        return f"{self.first:x}t{self.span:x}"


def album_in(text: str) -> Album | None:
    found = _ALBUM.fullmatch(text)
    return Album(int(found[1], 16), int(found[2], 16)) if found else None


def back_to_list(words: Words, at: str) -> Row:
    """Return the button back to the place that the card was opened from, if any."""
    return list_row(words, at) if at else []


def list_row(words: Words, at: str) -> Row:
    """Return the button to the list, or back to the album."""
    key = "button.together" if album_in(at) else "button.my"
    return [button(words.plain(key), ShowPosts(at=at))]
