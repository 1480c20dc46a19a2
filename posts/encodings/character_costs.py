"""What characters cost in any language, in bits: marks, capitals, what no text has."""

import unicodedata
from functools import lru_cache
from typing import Final

_MARKS: Final = {
    mark: bits
    for bits, marks in {
        4: " \n0123456789",
        5: ",.;:!?()-\"'\t\r、。，",
        6: "«»—…’\xa0「」（）：；！？・ー",
        7: "€“”„–№‘『』【】《》～〜\u3000",
        8: "£©°•´`",
        9: "§®™·²³½ºª¿¡",
        10: "±×¼¾µ†¹",
    }.items()
    for mark in marks
}
ASTRAY: Final = 30  # a byte that could not be decoded
_BLOCKS: Final = (
    (0x00, 0x1F, 14),
    (0x20, 0x7F, 6),
    (0x530, 0x58F, 8),  # scripts of which we have no alphabet: Armenian,
    (0x700, 0x1DFF, 8),  # and from Syriac on
    (0x2500, 0x259F, 10),  # frames
    (0x3040, 0x30FF, 11),
    (0x3000, 0x33FF, 13),
    (0x4E00, 0x9FFF, 17),
    (0xAC00, 0xD7A3, 17),
    (0xFF01, 0xFF60, 11),
    (0xFF61, 0xFF9F, 12),
    (0xFFFD, 0xFFFD, ASTRAY),
)
_NO_CHARACTER: Final = 24  # control characters of the upper half, private and unassigned ones
_LETTER: Final = 15
_SIGN: Final = 14
_SAME_FRAME: Final = 3
_OTHER_FRAME: Final = 8
_NARROW_KANA: Final = 12
_WIDE_BEFORE_ASCII: Final = 3
_UNHEARD_OF: Final = 8  # more than a character costs by itself, where it stands as it hardly ever does
_MAY_FOLLOW_A_LETTER: Final = frozenset("»”“…’—–\xa0°²³™·ªº")
_MAY_LEAD_TO_A_LETTER: Final = frozenset("«“„‘¿¡—–\xa0…№•’·°")


def stranger(before: str, after: str) -> int:
    """Of a character that is not in the language's alphabet."""
    if _is_frame(before) and _is_frame(after):
        return _SAME_FRAME if before == after else _OTHER_FRAME
    if _is_narrow_kana(before) and _is_narrow_kana(after):
        return _NARROW_KANA
    return alone(after) + (_UNHEARD_OF if before.isalpha() and after.isalpha() else 0)


def shape(before: str, after: str) -> int:
    """What comes on top for capitals and for signs inside of words."""
    if before.isascii() and after.isascii():
        return 0
    misplaced = (before.isalpha() and _is_sign(after) and after not in _MAY_FOLLOW_A_LETTER) or (
        after.isalpha() and _is_sign(before) and before not in _MAY_LEAD_TO_A_LETTER
    )
    # The vowels and tones that Hebrew and Thai set around a letter need one of theirs.
    misplaced = misplaced or (before.isascii() and _is_mark(after))
    # 「Python」 is written, ？ola is not.
    wide = _is_wide_sign(before) and after.isascii() and after.isalpha()
    return _capital(before, after) + (_UNHEARD_OF if misplaced else 0) + (_WIDE_BEFORE_ASCII if wide else 0)


def _capital(before: str, after: str) -> int:
    if not after.isupper():
        return 0
    return 8 if before.islower() else 0 if before.isupper() else 2


@lru_cache(maxsize=4096)
def alone(character: str) -> int:
    if character in _MARKS:
        return _MARKS[character]
    category, code = unicodedata.category(character), ord(character)
    if category[0] == "C" and code > 0x7F:
        return _NO_CHARACTER
    for first, last, bits in _BLOCKS:
        if first <= code <= last:
            return bits
    return _LETTER if category[0] == "L" else _SIGN


@lru_cache(maxsize=4096)
def _is_sign(character: str) -> bool:
    """Signs of the Far East stand anywhere."""
    return "\x7f" < character < "\u2e80" and unicodedata.category(character)[0] in "PSZ"


@lru_cache(maxsize=4096)
def _is_mark(character: str) -> bool:
    return unicodedata.category(character) == "Mn"


def _is_wide_sign(character: str) -> bool:
    return character >= "\u2e80" and not character.isalnum()


def _is_frame(character: str) -> bool:
    return "\u2500" <= character <= "\u259f"


def _is_narrow_kana(character: str) -> bool:
    return "\uff66" <= character <= "\uff9f"
