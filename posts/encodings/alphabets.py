"""How letters follow each other in each language, as `letters.txt` has it."""

import math
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("letters.txt")
# A list of names has several languages of a part of the world, which write with the same letters.
WESTERN: Final = ("en", "fr", "de", "es", "pt", "it", "sv", "da", "nb", "nl", "fi", "ca", "is")
CENTRAL: Final = ("en", "pl", "cs", "sk", "hu", "ro", "sl", "sh", "de")
MIXED: Final = {"west": WESTERN, "middle": CENTRAL}
_RARITY_OF_MIXED: Final = 3  # bits
_UNSEEN: Final = 15  # bits
# As people try out whether their letters arrive; in another script these are no words.
_LISTS: Final = " äöü äöüß |åäö|æøå|áéíóú|éèêë"
_LISTED: Final = 1  # bit
_LIST_ENDS: Final = 5  # bits, where it begins, too


@dataclass(frozen=True, slots=True)
class Alphabet:
    """`costs` are in bits (-log2 of a probability): of a letter after another, `le`, or after none, ` l`."""

    is_latin: bool
    rarity: int
    costs: dict[str, int]


@cache
def alphabets() -> dict[str, Alphabet]:
    """By language, as `en`; `tw` is Chinese in traditional characters, `west` any language of the west."""
    found = alphabets_in(_FILE.read_text("utf-8"))
    for name, languages in MIXED.items():
        found[name] = _mixed([found[language] for language in languages])
    return found


def alphabets_in(text: str) -> dict[str, Alphabet]:
    found: dict[str, Alphabet] = {}
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("#"):
            continue
        language, rarity, letters = line.split(" ")
        own = _pairs(letters, lines) if letters[0] != "*" else _characters(int(letters[1:]), lines)
        is_latin = letters.startswith(string.ascii_lowercase)
        # English stands between the words of every script that has no Latin letters of its own.
        costs = own if is_latin else found["en"].costs | own
        found[language] = Alphabet(is_latin, int(rarity), costs)
    return found


def _mixed(languages: list[Alphabet]) -> Alphabet:
    """As likely as on average of these."""
    costs = {}
    for pair in {pair for language in languages for pair in language.costs}:
        chances = [2.0 ** -language.costs.get(pair, _UNSEEN) for language in languages]
        costs[pair] = round(-math.log2(sum(chances) / len(chances)))
    listed = {
        before + after: _LIST_ENDS if " " in before + after else _LISTED for before, after in pairwise(_LISTS)
    }
    return Alphabet(is_latin=True, rarity=_RARITY_OF_MIXED, costs=costs | listed)


def _pairs(letters: str, lines: Iterator[str]) -> dict[str, int]:
    """A row a letter, the first for what is no letter; in it a digit for each that follows."""
    return {
        before + after: int(digit, 16)
        for before in " " + letters
        for after, digit in zip(" " + letters, next(lines), strict=True)
        if before + after != "  "
    }


def _characters(count: int, lines: Iterator[str]) -> dict[str, int]:
    """Of scripts with thousands of characters: what costs as much stands in one line."""
    rows = (next(lines).split(" ") for _ in range(count))
    return {" " + character: int(bits) for bits, characters in rows for character in characters}
