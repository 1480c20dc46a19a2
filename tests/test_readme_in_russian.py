"""README.ru.md has the same headings, commands, tables and links as README.md, in the same order."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

import pytest

from tests.deployment import PROJECT

ENGLISH: Final = "README.md"
RUSSIAN: Final = "README.ru.md"

_HEADING = re.compile(r"(#+) ")
_FENCE = re.compile(r"```(\w*)$")
# A comment of sh, YAML or Python, with the space before it. No string in the blocks has ` #`.
_COMMENT = re.compile(r"(^|\s+)#\s.*")
# Code in a table cell, and bold marks.
_MARKED = re.compile(r"`[^`]+`|\*\*")
# [words](target), also of pictures.
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a README; `shared` is the part that both languages have in common."""

    number: int
    text: str
    shared: str


def headings(readme: str) -> Iterator[Line]:
    """Return the levels of the headings."""
    for number, text, language in _lines(readme):
        if language is None and (heading := _HEADING.match(text)):
            yield Line(number, text, f"level {len(heading[1])}")


def code(readme: str) -> Iterator[Line]:
    """Return the lines of fenced blocks without comments; of a block without a language only the fences."""
    for number, text, language in _lines(readme):
        if language is None:
            continue
        shared = text if _FENCE.match(text) else _COMMENT.sub("", text).rstrip()
        if shared and (language or _FENCE.match(text)):
            yield Line(number, text, shared)


def table_rows(readme: str) -> Iterator[Line]:
    """Return what is in backticks or bold, cell by cell, in any order within a cell."""
    for number, text, language in _lines(readme):
        if language is None and text.startswith("|"):
            cells = [" ".join(sorted(_MARKED.findall(cell))) for cell in text.strip("|").split("|")]
            yield Line(number, text, " | ".join(cells))


def links(readme: str) -> Iterator[Line]:
    """Return the targets of links; the targets of links between the languages count as equal."""
    for number, text, language in _lines(readme):
        if language is None:
            for target in _LINK.findall(text):
                yield Line(number, text, ENGLISH if target == RUSSIAN else target)


@pytest.mark.parametrize("parts", [headings, code, table_rows, links], ids=lambda parts: parts.__name__)
def test_both_languages_have_the_same(parts: Callable[[str], Iterator[Line]]):
    english, russian = (list(parts((PROJECT / name).read_text())) for name in (ENGLISH, RUSSIAN))
    assert english, f"{ENGLISH} has no {parts.__name__}"
    for here, there in zip_longest(english, russian):
        assert _shared(here) == _shared(there), (
            f"The READMEs differ in their {parts.__name__} from here on:\n"
            f"  {_place(ENGLISH, here)}\n"
            f"  {_place(RUSSIAN, there)}\n"
            "Change both files: add, remove or move the same thing."
        )


def _lines(readme: str) -> Iterator[tuple[int, str, str | None]]:
    """Yield each line with its number and the language of the fenced block around it, if any."""
    language: str | None = None
    for number, text in enumerate(readme.splitlines(), 1):
        fence = _FENCE.match(text)
        if fence and language is None:
            language = fence[1]
            yield number, text, language
        else:
            yield number, text, language
            language = None if fence else language


def _shared(line: Line | None) -> str | None:
    return line.shared if line else None


def _place(name: str, line: Line | None) -> str:
    return f"{name}:{line.number}: {line.text}" if line else f"{name}: nothing more of them"
