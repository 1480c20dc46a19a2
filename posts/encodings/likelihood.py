"""The likelihood of a text, as the bits of its best encoding in a model of each language."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from posts.encodings.alphabets import Alphabet, alphabets
from posts.encodings.character_costs import shape_bits, unknown_letter_bits

_SCRIPT_CHANGE_BITS = 8  # from Latin letters to others or back
_MIXED_WORD_BITS = 10  # letters of two scripts in one word
_AFTER_DIGIT_BITS = 2
_CAPITALS_BITS = 3  # a word in capitals
_FOREIGN_BITS = 8  # a language in an encoding that is hardly ever used for it
_WORD = re.compile(r"[^\W\d_]+")


def bits_of(text: str, languages: tuple[str, ...], foreign: tuple[str, ...] = ()) -> int:
    """Return the bits of a text in its likeliest language. `foreign` ones are less likely."""
    counted = Counter(zip(f" {text}", f"{text} ", strict=True))
    pairs = [_pair(before, after, times) for (before, after), times in counted.items()]
    words: list[str] = _WORD.findall(text)
    in_any_language = sum(pair.times * pair.shape for pair in pairs) + _CAPITALS_BITS * sum(
        map(_is_capitals, words)
    )
    script_changes = _SCRIPT_CHANGE_BITS * _script_changes("".join(words))
    known = [(alphabets()[language], 0) for language in languages]
    known += [(alphabets()[language], _FOREIGN_BITS) for language in foreign]
    return in_any_language + min(
        rarity + alphabet.rarity + _bits(pairs, alphabet) + (0 if alphabet.is_latin else script_changes)
        for alphabet, rarity in known
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two successive characters, how many `times` they occur, and costs that do not depend on the language.

    `letters` are both in lower case, `beginning` is the second at the beginning of a word, `end` the first at
    the end of one. `mixed` is the cost of a word that begins after a digit or a letter of another script,
    `unknown` that of a second character that is not in the alphabet.
    """

    times: int
    letters: str
    beginning: str
    end: str
    shape: int
    mixed: int
    unknown: int


def _pair(before: str, after: str, times: int) -> _Pair:
    # Only the first character: the lower case of İ is i and a combining dot.
    first, second = before.lower()[0], after.lower()[0]
    is_mixed = before.isalpha() and before != "µ" and before.isascii() != after.isascii()
    return _Pair(
        times,
        first + second,
        " " + second,
        first + " ",
        shape_bits(before, after),
        _MIXED_WORD_BITS if is_mixed else _AFTER_DIGIT_BITS if before.isdigit() else 0,
        unknown_letter_bits(before, after),
    )


def _bits(pairs: list[_Pair], alphabet: Alphabet) -> int:
    costs, bits = alphabet.costs, 0
    for pair in pairs:
        if (cost := costs.get(pair.letters)) is None:
            beginning = costs.get(pair.beginning)
            cost = pair.unknown + costs.get(pair.end, 2) - 2 if beginning is None else pair.mixed + beginning
        bits += pair.times * cost
    return bits


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper() and not word.isascii()


def _script_changes(letters: str) -> int:
    return sum(before.isascii() != after.isascii() for before, after in pairwise(letters))
