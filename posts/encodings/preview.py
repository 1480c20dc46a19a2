"""Previews a file in another encoding."""

import re
from typing import Final

from posts.encodings.sampling import first_line
from posts.encodings.table import ISO_2022_JP, UTF_16, UTF_32, UTF_WITHOUT_MARK, Encoding

PREVIEW_LENGTH: Final = 40  # characters
_DECODED_BYTES: Final = 4000
# A line cannot be cut out of these before they are decoded.
_DECODED_FROM_START: Final = (*UTF_WITHOUT_MARK, UTF_16, UTF_32, ISO_2022_JP)
_NON_ASCII_LINE: Final = re.compile(r"^[\x00-\x09\x0b-\x7f]*+[^\n]++", re.MULTILINE)


class LinePreview:
    """The first line that is not all ASCII, in any encoding."""

    def __init__(self, content: bytes) -> None:
        self._start = content[:_DECODED_BYTES]
        self._line = first_line(content)

    def in_encoding(self, encoding: Encoding) -> str:
        """Return up to 40 characters, invisible ones as U+FFFD. Empty if the line is not in this encoding."""
        content = self._start if encoding in _DECODED_FROM_START else self._line
        text = encoding.decode_beginning(content) or ""
        text = text.removeprefix("\ufeff")
        line = _NON_ASCII_LINE.search(text)
        shown = (line[0] if line else text).strip()[:PREVIEW_LENGTH]
        return "".join(_shown(character) for character in shown)


def _shown(character: str) -> str:
    return character if character.isprintable() else " " if character.isspace() else "\ufffd"
