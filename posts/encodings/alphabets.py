"""Frequencies of pairs of letters in each language, from `letters.txt`."""

import math
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("letters.txt")
# A list of names, for example, has several languages of a part of the world with the same letters.
WESTERN: Final = ("en", "fr", "de", "es", "pt", "it", "sv", "da", "nb", "nl", "fi", "ca", "is")
CENTRAL: Final = ("en", "pl", "cs", "sk", "hu", "ro", "sl", "sh", "de")
MIXED: Final = {"west": WESTERN, "middle": CENTRAL}
_MIXED_RARITY_BITS: Final = 3
_UNKNOWN_PAIR_BITS: Final = 15
# Lists of letters with which people test an encoding; in another script they are not words.
_TEST_LISTS: Final = " äöü äöüß |åäö|æøå|áéíóú|éèêë"
_TEST_LIST_BITS: Final = 1
_TEST_LIST_EDGE_BITS: Final = 5  # for its first and last letter


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The letters of a language, with costs in bits (-log2 of a probability).

    `costs["le"]` is that of an e after an l, `costs[" l"]` that of an l at the beginning of a word. `rarity`
    is the cost of the language itself.
    """

    is_latin: bool
    rarity: int
    costs: dict[str, int]


@cache
def alphabets() -> dict[str, Alphabet]:
    """Return the alphabets by language: `en`; `tw` is traditional Chinese, `west` any western language."""
    found = alphabets_in(_FILE.read_text("utf-8"))
    for name, languages in MIXED.items():
        found[name] = _mixed([found[language] for language in languages])
    return found


def alphabets_in(text: str) -> dict[str, Alphabet]:
    """Return the alphabets of a text in the format of `letters.txt`."""
    found: dict[str, Alphabet] = {}
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("#"):
            continue
        language, rarity, letters = line.split(" ")
        own = _read_pairs(letters, lines) if letters[0] != "*" else _read_characters(int(letters[1:]), lines)
        is_latin = letters.startswith(string.ascii_lowercase)
        # Texts in a script other than Latin have English words in them.
        costs = own if is_latin else found["en"].costs | own
        found[language] = Alphabet(is_latin, int(rarity), costs)
    return found


def _mixed(languages: list[Alphabet]) -> Alphabet:
    """Return an alphabet with the average probabilities of these."""
    costs = {}
    for pair in {pair for language in languages for pair in language.costs}:
        chances = [2.0 ** -language.costs.get(pair, _UNKNOWN_PAIR_BITS) for language in languages]
        costs[pair] = round(-math.log2(sum(chances) / len(chances)))
    listed = {
        before + after: _TEST_LIST_EDGE_BITS if " " in before + after else _TEST_LIST_BITS
        for before, after in pairwise(_TEST_LISTS)
    }
    return Alphabet(is_latin=True, rarity=_MIXED_RARITY_BITS, costs=costs | listed)


def _read_pairs(letters: str, lines: Iterator[str]) -> dict[str, int]:
    # A row for each letter, and before them one for no letter; in it a digit for each letter that follows.
    return {
        before + after: int(digit, 16)
        for before in " " + letters
        for after, digit in zip(" " + letters, next(lines), strict=True)
        if before + after != "  "
    }


def _read_characters(count: int, lines: Iterator[str]) -> dict[str, int]:
    # For scripts with thousands of characters: a line has all characters of one cost.
    rows = (next(lines).split(" ") for _ in range(count))
    return {" " + character: int(bits) for bits, characters in rows for character in characters}
