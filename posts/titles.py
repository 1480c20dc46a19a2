"""Titles, and the slugs that addresses are made of."""

import re
import string
from datetime import UTC, datetime
from typing import Final

from slugify import slugify

from posts.models import Slug

LONGEST_TITLE: Final = 120
LONGEST_FOUND_TITLE: Final = 80  # a line of a text is longer than what anybody would call a title
LONGEST_SLUG: Final = 64
CUT: Final = "…"
# Texts and names come from strangers, of any length: the work on one is bounded.
_TEXT_SEARCHED_UP_TO: Final = 10_000  # characters, for a title
# More than a title may have. To normalize combining marks takes time quadratic in their number.
_SLUG_FROM_UP_TO: Final = 1_000  # characters of a title
# What stands around the first line of a heading, a comment or a docstring.
_OPENING = re.compile(r"(#+\s|//+|/\*+|<!--|--\s|;+\s|\"{3}|'{3})\s*")
_CLOSINGS: Final = ("*/", "-->", '"""', "'''")
# What leaves the paper white: spaces, marks without a width, Hangul fillers, the empty Braille cell.
WHITE: Final = string.whitespace + "\u200b\u200c\u200d\u2060\ufeff\u115f\u1160\u3164\uffa0\u2800"
# Unicode 16, UAX #9: embeddings, overrides and isolates.
_TURNING: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_FOLDED: Final = {ord("\0"): "\ufffd", **dict.fromkeys(map(ord, _TURNING), "")}
_SIGNS = re.compile(r"[._-]+")
_EXTENSION = re.compile(r"\.[a-z0-9]{1,12}$")


def clean_title(title: str) -> str:
    """Folded, and at most 120 characters."""
    return shortened(folded(title), LONGEST_TITLE)


def folded(title: str) -> str:
    """One line, spaces folded, of any length; empty where nothing of it could be seen.

    NUL becomes U+FFFD: Postgres cannot hold it. Marks that turn what stands behind them go: a title stands in
    the middle of sentences.
    """
    line = " ".join(title.translate(_FOLDED).split())
    is_seen = any(character.isprintable() and character not in WHITE for character in line)
    return line if is_seen else ""


def title_of(text: str) -> str:
    """The first line that says something, without the marks of a heading or comment; else the date.

    Looks at the first 10,000 characters.
    """
    for line in text[:_TEXT_SEARCHED_UP_TO].lstrip("\ufeff").splitlines():
        if line.startswith("#!"):  # it names an interpreter, and not what the script is for
            continue
        title = clean_title(_without_marks(line.strip()))
        if any(character.isalnum() for character in title):
            return shortened(title, LONGEST_FOUND_TITLE)
    return date_title()


def _without_marks(line: str) -> str:
    """A stripped line without what opens and closes a heading, a comment or a docstring."""
    opening = _OPENING.match(line)
    bare = line[opening.end() :] if opening else line
    closing = next((mark for mark in _CLOSINGS if bare.endswith(mark)), "")
    return bare.removesuffix(closing)


def date_title() -> str:
    """For what says nothing that could be a title, or nothing that may be one."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M}"


def is_found(title: str, text: str) -> bool:
    """Whether the title was found in the text, and nobody has chosen it."""
    return title == title_of(text)


def slug_of(title: str) -> Slug:
    """`Моя заметка` → `moia-zametka`, `Main.PY` → `main.py`."""
    words = slugify(title[:_SLUG_FROM_UP_TO], regex_pattern=r"[^-a-z0-9._]+")
    tidy = _SIGNS.sub(_one_dash, re.sub(r"\.{2,}", ".", words)).strip("-._")
    stem, extension = _parts(tidy or "paste")
    return Slug(_cut(stem, LONGEST_SLUG - len(extension)) + extension)


def _one_dash(signs: re.Match[str]) -> str:
    """`._-.` → `-`; signs without a dash stay as they are."""
    return "-" if "-" in signs[0] else signs[0]


def marked(slug: Slug, mark: str) -> Slug:
    """`main.py`, `2` → `main-2.py`."""
    stem, extension = _parts(slug)
    tail = f"-{mark}{extension}"
    return Slug(stem[: LONGEST_SLUG - len(tail)] + tail)


def shortened(line: str, longest: int) -> str:
    """Ends between two words, where there are any; `longest` in characters."""
    return line if len(line) <= longest else _cut(line, longest - len(CUT), " ") + CUT


def _cut(text: str, longest: int, gap: str = "-") -> str:
    if len(text) <= longest:
        return text
    whole_words, _, _ = text[: longest + 1].rpartition(gap)
    return (whole_words if len(whole_words) > longest // 2 else text[:longest]).rstrip("-._ ")


def _parts(slug: str) -> tuple[str, str]:
    found = _EXTENSION.search(slug)
    return (slug[: found.start()], found.group()) if found and found.start() else (slug, "")
