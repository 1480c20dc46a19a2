"""How likely a text is one: the fewer bits it takes to tell it to who knows the language, the likelier."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from posts.encodings.alphabets import Alphabet, alphabets
from posts.encodings.character_costs import shape, stranger

_SWITCH = 8  # bits, from Latin letters to others or back
_GLUED = 10  # bits, letters of two scripts in one word
_AFTER_A_DIGIT = 2  # bits
_LOUD = 3  # bits, a word in capitals
_FOREIGN = 8  # bits, a language in an encoding that is hardly ever used for it
_WORD = re.compile(r"[^\W\d_]+")


def bits_of(text: str, languages: tuple[str, ...], foreign: tuple[str, ...] = ()) -> int:
    """In the likeliest of these languages, or of the foreign ones, of which it is less to be expected."""
    counted = Counter(zip(f" {text}", f"{text} ", strict=True))
    pairs = [_pair(before, after, times) for (before, after), times in counted.items()]
    words: list[str] = _WORD.findall(text)
    in_any_language = sum(pair.times * pair.shape for pair in pairs) + _LOUD * sum(map(_is_loud, words))
    switched = _SWITCH * _switches("".join(words))
    known = [(alphabets()[language], 0) for language in languages]
    known += [(alphabets()[language], _FOREIGN) for language in foreign]
    return in_any_language + min(
        rarity + alphabet.rarity + _bits(pairs, alphabet) + (0 if alphabet.is_latin else switched)
        for alphabet, rarity in known
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two characters in succession, and what of their costs is the same in every language."""

    times: int
    letters: str
    begun: str
    ended: str
    shape: int
    glued: int
    stranger: int


def _pair(before: str, after: str, times: int) -> _Pair:
    # One character of several: İ is i and a dot.
    first, second = before.lower()[0], after.lower()[0]
    is_mixed = before.isalpha() and before != "µ" and before.isascii() != after.isascii()
    return _Pair(
        times,
        first + second,
        " " + second,
        first + " ",
        shape(before, after),
        _GLUED if is_mixed else _AFTER_A_DIGIT if before.isdigit() else 0,
        stranger(before, after),
    )


def _bits(pairs: list[_Pair], alphabet: Alphabet) -> int:
    costs, bits = alphabet.costs, 0
    for pair in pairs:
        if (cost := costs.get(pair.letters)) is None:
            begun = costs.get(pair.begun)
            cost = pair.stranger + costs.get(pair.ended, 2) - 2 if begun is None else pair.glued + begun
        bits += pair.times * cost
    return bits


def _is_loud(word: str) -> bool:
    return len(word) > 1 and word.isupper() and not word.isascii()


def _switches(letters: str) -> int:
    return sum(before.isascii() != after.isascii() for before, after in pairwise(letters))
