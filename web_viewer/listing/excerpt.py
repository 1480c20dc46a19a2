"""What of a paste fits into a page."""

from dataclasses import dataclass
from typing import Final

# A phone lays out some ten thousand lines without a wait; what is longer is for a download.
SHOWN_UP_TO: Final = 1_000_000  # characters


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`lines` counts those of the whole paste."""

    text: str
    lines: int
    is_whole: bool


def excerpt_of(content: bytes) -> Excerpt:
    """The beginning of a paste, cut behind a line. Every kind of line end becomes the one that HTML knows."""
    text = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.count("\n") + (not text.endswith("\n"))
    if len(text) <= SHOWN_UP_TO:
        return Excerpt(text, lines, is_whole=True)
    end = text.rfind("\n", 0, SHOWN_UP_TO) + 1 or SHOWN_UP_TO
    return Excerpt(text[:end], lines, is_whole=False)
