"""Texts as lines that can be compared."""

from typing import Final

from web_viewer.comparing.matching import TooDifferent
from web_viewer.listing.excerpt import LINES_SHOWN, text_on_a_page

COMPARED_UP_TO: Final = 1_000_000  # bytes


def lines_of(content: bytes) -> list[str]:
    """Each with its line feed, which the last one may lack. Raises TooDifferent for what is too large."""
    if len(content) > COMPARED_UP_TO:
        raise TooDifferent
    *ended, rest = text_on_a_page(content).split("\n")
    if len(ended) > LINES_SHOWN:
        raise TooDifferent
    return [f"{line}\n" for line in ended] + [rest] * bool(rest)
