"""Text without what steers how text is shown: elsewhere nobody keeps a mark of direction to its own line."""

import unicodedata
from typing import Final

# They make one sign of several emoji, and shape Persian and Hindi words.
_JOINERS: Final = "\u200c\u200d"
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Zl", "Zp")
_NO_LETTERS: Final = "\ufffe\uffff"  # XML 1.0, 2.2: not even escaped
_TAB: Final = 4  # columns


def visible(line: str) -> str:
    """Of one line, in composed letters; tabs become spaces."""
    composed = unicodedata.normalize("NFC", line.expandtabs(_TAB))
    # Python calls printable what is none of these, nor rare: so nearly every line.
    if composed.isprintable():
        return composed
    return "".join(letter for letter in composed if _is_seen(letter))


def _is_seen(letter: str) -> bool:
    is_steering = unicodedata.category(letter) in _UNSEEN and letter not in _JOINERS
    return not is_steering and letter not in _NO_LETTERS
