"""What of a paste fits into a page."""

from dataclasses import dataclass
from typing import Final

# A phone lays out some ten thousand lines without a wait; what is longer is for a download.
SHOWN_UP_TO: Final = 1_000_000  # characters
LINES_SHOWN: Final = 20_000


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
    shown = text if len(text) <= SHOWN_UP_TO else text[: text.rfind("\n", 0, SHOWN_UP_TO) + 1 or SHOWN_UP_TO]
    if shown.count("\n") > LINES_SHOWN:
        shown = "\n".join(shown.split("\n", LINES_SHOWN)[:LINES_SHOWN]) + "\n"
    return Excerpt(shown, lines, is_whole=len(shown) == len(text))
