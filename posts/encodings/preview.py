"""How bytes would look in another encoding."""

import re
from typing import Final

from posts.encodings.sampling import first_line
from posts.encodings.table import ISO_2022_JP, UTF_16, UTF_32, WIDE, Encoding

LONGEST: Final = 40  # characters
_LOOKED_AT: Final = 4000  # bytes
# Of these a line cannot be cut out before it is read.
_IN_STEPS: Final = (*WIDE, UTF_16, UTF_32, ISO_2022_JP)
_ODD_LINE: Final = re.compile(r"^[\x00-\x09\x0b-\x7f]*+[^\n]++", re.MULTILINE)


class Looks:
    """The first line that is not all ASCII, in any encoding."""

    def __init__(self, content: bytes) -> None:
        self._start = content[:_LOOKED_AT]
        self._line = first_line(content)

    def in_encoding(self, encoding: Encoding) -> str:
        """Up to 40 characters; what cannot be shown is U+FFFD. Empty if it is not in that encoding."""
        text = encoding.begin(self._start if encoding in _IN_STEPS else self._line) or ""
        text = text.removeprefix("\ufeff")
        line = _ODD_LINE.search(text)
        shown = (line[0] if line else text).strip()[:LONGEST]
        return "".join(_shown(character) for character in shown)


def _shown(character: str) -> str:
    return character if character.isprintable() else " " if character.isspace() else "\ufffd"
