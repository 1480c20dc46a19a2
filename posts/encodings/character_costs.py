"""Costs of characters that do not depend on the language, in bits: punctuation, capitals, rare characters."""

import unicodedata
from functools import lru_cache
from typing import Final

_PUNCTUATION: Final = {
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
UNDECODABLE_BYTE_BITS: Final = 30
_BLOCKS: Final = (
    (0x00, 0x1F, 14),
    (0x20, 0x7F, 6),
    (0x530, 0x58F, 8),  # scripts without an alphabet here: Armenian,
    (0x700, 0x1DFF, 8),  # and those from Syriac on
    (0x2500, 0x259F, 10),  # box drawing
    (0x3040, 0x30FF, 11),
    (0x3000, 0x33FF, 13),
    (0x4E00, 0x9FFF, 17),
    (0xAC00, 0xD7A3, 17),
    (0xFF01, 0xFF60, 11),
    (0xFF61, 0xFF9F, 12),
    (0xFFFD, 0xFFFD, UNDECODABLE_BYTE_BITS),
)
# Bits of other characters.
_UNASSIGNED: Final = 24  # also C1 controls and private use
_LETTER: Final = 15
_SYMBOL: Final = 14
_SAME_BOX_DRAWING: Final = 3
_OTHER_BOX_DRAWING: Final = 8
_HALFWIDTH_KANA: Final = 12
# Bits in addition to a character's own.
_FULLWIDTH_BEFORE_ASCII: Final = 3
_MISPLACED: Final = 8
_MAY_FOLLOW_A_LETTER: Final = frozenset("»”“…’—–\xa0°²³™·ªº")
_MAY_PRECEDE_A_LETTER: Final = frozenset("«“„‘¿¡—–\xa0…№•’·°")


def unknown_letter_bits(before: str, after: str) -> int:
    """Return the cost of `after`, which is not in the language's alphabet."""
    if _is_box_drawing(before) and _is_box_drawing(after):
        return _SAME_BOX_DRAWING if before == after else _OTHER_BOX_DRAWING
    if _is_halfwidth_kana(before) and _is_halfwidth_kana(after):
        return _HALFWIDTH_KANA
    return character_bits(after) + (_MISPLACED if before.isalpha() and after.isalpha() else 0)


def shape_bits(before: str, after: str) -> int:
    """Return the additional cost of capitals, and of punctuation inside words."""
    if before.isascii() and after.isascii():
        return 0
    misplaced = (before.isalpha() and _is_symbol(after) and after not in _MAY_FOLLOW_A_LETTER) or (
        after.isalpha() and _is_symbol(before) and before not in _MAY_PRECEDE_A_LETTER
    )
    # Vowel points of Hebrew and Thai follow a letter of their script.
    misplaced = misplaced or (before.isascii() and _is_combining_mark(after))
    # People write 「Python」, but hardly ever ？ola.
    is_after_fullwidth = _is_fullwidth_symbol(before) and after.isascii() and after.isalpha()
    return (
        _capital_bits(before, after)
        + (_MISPLACED if misplaced else 0)
        + (_FULLWIDTH_BEFORE_ASCII if is_after_fullwidth else 0)
    )


def _capital_bits(before: str, after: str) -> int:
    if not after.isupper():
        return 0
    return 8 if before.islower() else 0 if before.isupper() else 2


@lru_cache(maxsize=4096)
def character_bits(character: str) -> int:
    """Return the cost of a character without its context."""
    if character in _PUNCTUATION:
        return _PUNCTUATION[character]
    category, code = unicodedata.category(character), ord(character)
    if category[0] == "C" and code > 0x7F:
        return _UNASSIGNED
    for first, last, bits in _BLOCKS:
        if first <= code <= last:
            return bits
    return _LETTER if category[0] == "L" else _SYMBOL


@lru_cache(maxsize=4096)
def _is_symbol(character: str) -> bool:
    # Punctuation of East Asia, from U+2E80 on, may be anywhere.
    return "\x7f" < character < "\u2e80" and unicodedata.category(character)[0] in "PSZ"


@lru_cache(maxsize=4096)
def _is_combining_mark(character: str) -> bool:
    return unicodedata.category(character) == "Mn"


def _is_fullwidth_symbol(character: str) -> bool:
    return character >= "\u2e80" and not character.isalnum()


def _is_box_drawing(character: str) -> bool:
    return "\u2500" <= character <= "\u259f"


def _is_halfwidth_kana(character: str) -> bool:
    return "\uff66" <= character <= "\uff9f"
