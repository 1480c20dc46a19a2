"""Titles of pastes, and the slugs of their addresses."""

import re
import string
from datetime import UTC, datetime
from typing import Final

from slugify import slugify

from posts.limits import MAX_TITLE_LENGTH
from posts.models import Slug

MAX_DERIVED_LENGTH: Final = 80  # characters of a title that is a line of the text
MAX_SLUG_LENGTH: Final = 64
ELLIPSIS: Final = "…"
# Texts and names of any length come from strangers, so the work on one is bounded.
_SEARCHED_CHARACTERS: Final = 10_000  # of a text, for a title
# More than a title may have: normalizing takes time quadratic in the number of combining marks.
_SLUGIFIED_CHARACTERS: Final = 1_000
# The marks around the first line of a heading, a comment or a docstring.
_OPENING = re.compile(r"(#+\s|//+|/\*+|<!--|--\s|;+\s|\"{3}|'{3})\s*")
_CLOSINGS: Final = ("*/", "-->", '"""', "'''")
# Spaces, zero-width characters, Hangul fillers, the empty Braille cell.
INVISIBLE: Final = string.whitespace + "\u200b\u200c\u200d\u2060\ufeff\u115f\u1160\u3164\uffa0\u2800"
# Embeddings, overrides and isolates (Unicode 16, UAX #9).
_DIRECTIONAL_MARKS: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_REPLACED: Final = {ord("\0"): "\ufffd", **dict.fromkeys(map(ord, _DIRECTIONAL_MARKS), "")}
_PUNCTUATION = re.compile(r"[._-]+")
_EXTENSION = re.compile(r"\.[a-z0-9]{1,12}$")


def clean_title(title: str) -> str:
    """Return the title on one line, with at most 120 characters."""
    return shorten(to_one_line(title), MAX_TITLE_LENGTH)


def to_one_line(title: str) -> str:
    """Collapse whitespace; the length is not limited. Empty if no character is visible.

    NUL becomes U+FFFD, for Postgres cannot store it. Directional marks are removed: they would change the
    direction of the sentence around the title.
    """
    line = " ".join(title.translate(_REPLACED).split())
    is_visible = any(character.isprintable() and character not in INVISIBLE for character in line)
    return line if is_visible else ""


def title_of(text: str) -> str:
    """Derive a title from the first 10,000 characters of a text.

    It is the first line with a letter or digit, without the marks of a heading or comment; else the date.
    """
    for line in text[:_SEARCHED_CHARACTERS].lstrip("\ufeff").splitlines():
        if line.startswith("#!"):  # an interpreter, not the purpose of the script
            continue
        title = clean_title(_without_marks(line.strip()))
        if any(character.isalnum() for character in title):
            return shorten(title, MAX_DERIVED_LENGTH)
    return date_title()


def _without_marks(line: str) -> str:
    opening = _OPENING.match(line)
    bare = line[opening.end() :] if opening else line
    closing = next((mark for mark in _CLOSINGS if bare.endswith(mark)), "")
    return bare.removesuffix(closing)


def date_title() -> str:
    """Return the present time as a title, for texts that have no line that can be one."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M}"


def is_derived_title(title: str, text: str) -> bool:
    """Tell whether the title was derived from the text, not chosen by the author."""
    return title == title_of(text)


def slug_of(title: str) -> Slug:
    """Return the slug of a title: `Моя заметка` → `moia-zametka`, `Main.PY` → `main.py`, `!` → `paste`."""
    words = slugify(title[:_SLUGIFIED_CHARACTERS], regex_pattern=r"[^-a-z0-9._]+")
    tidy = _PUNCTUATION.sub(_collapse, re.sub(r"\.{2,}", ".", words)).strip("-._")
    stem, extension = _split_extension(tidy or "paste")
    return Slug(_cut(stem, MAX_SLUG_LENGTH - len(extension)) + extension)


def _collapse(punctuation: re.Match[str]) -> str:
    """`._-.` → `-`; punctuation without a dash stays as it is."""
    return "-" if "-" in punctuation[0] else punctuation[0]


def with_suffix(slug: Slug, suffix: str) -> Slug:
    """Put a suffix before the extension of a slug: `main.py`, `2` → `main-2.py`."""
    stem, extension = _split_extension(slug)
    tail = f"-{suffix}{extension}"
    return Slug(stem[: MAX_SLUG_LENGTH - len(tail)] + tail)


def shorten(line: str, longest: int) -> str:
    """Shorten a line to `longest` characters, between two words if there are any, with an ellipsis."""
    return line if len(line) <= longest else _cut(line, longest - len(ELLIPSIS), " ") + ELLIPSIS


def _cut(text: str, longest: int, gap: str = "-") -> str:
    if len(text) <= longest:
        return text
    whole_words, _, _ = text[: longest + 1].rpartition(gap)
    return (whole_words if len(whole_words) > longest // 2 else text[:longest]).rstrip("-._ ")


def _split_extension(slug: str) -> tuple[str, str]:
    found = _EXTENSION.search(slug)
    return (slug[: found.start()], found.group()) if found and found.start() else (slug, "")
