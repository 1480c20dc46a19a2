"""Where a card was opened from, to go back to: a page of the list, with its filter and its words."""

import re
from dataclasses import dataclass
from typing import Final

from posts.models import Visibility

_FORM: Final = re.compile(r"(\d{1,6})([aulp])([0-9a-f]{0,8})")
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
