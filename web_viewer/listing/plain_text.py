"""Texts without a grammar: diffs and logs, which are highlighted by line, and prose."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Final

from web_viewer.listing.colours import PLAIN

_DIFF_COLOURS: Final[Mapping[str, str]] = {"+": "i", "-": "x", "@": "h"}
_DIFF_HEADERS: Final = (
    "diff ",
    "index ",
    "--- ",
    "+++ ",
    "Index: ",
    "new file",
    "deleted file",
    "rename ",
)
_TIME: Final = r"\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?\]?"
_SHORT_TIME: Final = r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
_LEVEL_COLOURS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("FATAL", "CRITICAL", "EMERG", "PANIC", "ERROR", "ERR"), "x"),
    **dict.fromkeys(("WARNING", "WARN"), "e"),
    **dict.fromkeys(("NOTICE", "INFO"), "f"),
    **dict.fromkeys(("DEBUG", "TRACE", "VERBOSE"), "c"),
}
_TIME_OR_LEVEL: Final = re.compile(
    rf"^(?:{_TIME}|{_SHORT_TIME})|\b(?:{'|'.join(_LEVEL_COLOURS)})\b", re.MULTILINE | re.IGNORECASE
)
_LOG_LINE: Final = re.compile(rf"(?:{_TIME}|{_SHORT_TIME})\s")
_LOG_SAMPLE_LINES: Final = 20
_COLUMNS: Final = re.compile(r"\t|\S {2,}\S|^ ", re.MULTILINE)
_PROSE_SAMPLE_CHARACTERS: Final = 20_000
# Prose has about 3 marks or digits in 100 characters; logs, tables and drawings have many more.
_MAX_SHARE_OF_MARKS: Final = 0.12


def highlight_diff(text: str) -> Iterator[tuple[str, str]]:
    """Colour headers, added and removed lines."""
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        yield "h" if line.startswith(_DIFF_HEADERS) else _DIFF_COLOURS.get(line[0], PLAIN), line


def highlight_log(text: str) -> Iterator[tuple[str, str]]:
    """Colour times and levels."""
    end = 0
    for found in _TIME_OR_LEVEL.finditer(text):
        yield PLAIN, text[end : found.start()]
        yield _LEVEL_COLOURS.get(found[0].upper(), "n"), found[0]
        end = found.end()
    yield PLAIN, text[end:]


LINE_HIGHLIGHTERS: Final[Mapping[str, Callable[[str], Iterator[tuple[str, str]]]]] = {
    "diff": highlight_diff,
    "log": highlight_log,
}


def is_log(text: str) -> bool:
    """Return whether most of the first lines begin with a time."""
    lines = list(islice((line[0] for line in re.finditer(r"[^\n]+", text)), _LOG_SAMPLE_LINES))
    return len(lines) > 1 and sum(bool(_LOG_LINE.match(line)) for line in lines) > len(lines) / 2


def is_prose(text: str) -> bool:
    """Return whether the text can be shown in a proportional font: nothing in it is aligned in columns."""
    sample = text[:_PROSE_SAMPLE_CHARACTERS]
    if _COLUMNS.search(sample):
        return False
    marks = sum(not (letter.isalpha() or letter.isspace()) for letter in sample)
    return marks <= len(sample) * _MAX_SHARE_OF_MARKS
