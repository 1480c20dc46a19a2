"""Tells what is written to be read from what is lined up in columns."""

import re
from typing import Final

_COLUMNS: Final = re.compile(r"\t|\S {2,}\S|^ ", re.MULTILINE)
_LOOKED_AT: Final = 20_000  # characters
# Sentences have about 3 marks or digits in 100 characters; logs, tables and drawings many more.
_MARKS_IN_PROSE: Final = 0.12


def is_prose(text: str) -> bool:
    """Whether it loses nothing in a proportional typeface."""
    sample = text[:_LOOKED_AT]
    if _COLUMNS.search(sample):
        return False
    marks = sum(not (letter.isalpha() or letter.isspace()) for letter in sample)
    return marks <= len(sample) * _MARKS_IN_PROSE
