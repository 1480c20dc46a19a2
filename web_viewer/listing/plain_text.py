"""Colours of files whose lines speak for themselves: differences, and logs."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Final

from web_viewer.listing.colours import PLAIN

_MARKS: Final[Mapping[str, str]] = {"+": "i", "-": "x", "@": "h"}
_HEADS: Final = ("diff ", "index ", "--- ", "+++ ", "Index: ", "new file", "deleted file", "rename ")
_TIME: Final = r"\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?\]?"
_SHORT_TIME: Final = r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
_LEVELS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("FATAL", "CRITICAL", "EMERG", "PANIC", "ERROR", "ERR"), "x"),
    **dict.fromkeys(("WARNING", "WARN"), "e"),
    **dict.fromkeys(("NOTICE", "INFO"), "f"),
    **dict.fromkeys(("DEBUG", "TRACE", "VERBOSE"), "c"),
}
_LOGGED: Final = re.compile(
    rf"^(?:{_TIME}|{_SHORT_TIME})|\b(?:{'|'.join(_LEVELS)})\b", re.MULTILINE | re.IGNORECASE
)
_BEGINS: Final = re.compile(rf"(?:{_TIME}|{_SHORT_TIME})\s")
_LOG_SAMPLE_LINES: Final = 20  # lines


def by_line_of_difference(text: str) -> Iterator[tuple[str, str]]:
    """A colour for each line: of what has been added, what has been removed, and what tells where."""
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        yield "h" if line.startswith(_HEADS) else _MARKS.get(line[0], PLAIN), line


def is_log(text: str) -> bool:
    """Whether most of its first lines begin with a time."""
    lines = list(islice((line[0] for line in re.finditer(r"[^\n]+", text)), _LOG_SAMPLE_LINES))
    return len(lines) > 1 and sum(bool(_BEGINS.match(line)) for line in lines) > len(lines) / 2


def by_word_of_log(text: str) -> Iterator[tuple[str, str]]:
    end = 0
    for found in _LOGGED.finditer(text):
        yield PLAIN, text[end : found.start()]
        yield _LEVELS.get(found[0].upper(), "n"), found[0]
        end = found.end()
    yield PLAIN, text[end:]


WAYS: Final[Mapping[str, Callable[[str], Iterator[tuple[str, str]]]]] = {
    "diff": by_line_of_difference,
    "log": by_word_of_log,
}


_COLUMNS: Final = re.compile(r"\t|\S {2,}\S|^ ", re.MULTILINE)
_PROSE_SAMPLE_CHARACTERS: Final = 20_000  # characters
# Sentences have about 3 marks or digits in 100 characters; logs, tables and drawings many more.
_MARKS_IN_PROSE: Final = 0.12


def is_prose(text: str) -> bool:
    """Whether it loses nothing in a proportional typeface."""
    sample = text[:_PROSE_SAMPLE_CHARACTERS]
    if _COLUMNS.search(sample):
        return False
    marks = sum(not (letter.isalpha() or letter.isspace()) for letter in sample)
    return marks <= len(sample) * _MARKS_IN_PROSE
