"""Counts anew how letters follow each other: `python -m benchmarks.letters FOLDER > letters.txt`.

The folder has a list of words for each language, as `ru.tsv`: in a line a word, a tab, how often it occurs.
`posts/encodings/letters.txt` is counted in the first 60,000 words of each list of wordfreq 3.1.1, and in what
these lack: German's ß and traditional Chinese in Debian 12's installation guide and manual pages, Thai in its
translations.
"""

import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase
from typing import Final
from unicodedata import name

# English first: the others lean on it. The numbers are bits by which a language must look the likelier.
_LATIN: Final = {
    **{
        "en": 0,
        "fr": 0,
        "de": 0,
        "es": 0,
        "pt": 1,
        "it": 1,
        "sv": 2,
        "da": 2,
        "nb": 2,
        "fi": 2,
        "nl": 2,
        "ca": 3,
    },
    **{"is": 6, "pl": 0, "cs": 0, "sk": 1, "hu": 0, "ro": 0, "sl": 2, "sh": 2, "lt": 0, "lv": 0, "tr": 0},
}
_OTHER: Final = {"ru": 0, "uk": 1, "bg": 1, "mk": 3, "el": 0, "he": 0, "ar": 0, "fa": 1}
# Too many characters to pair: of these that many are told, each by itself.
_CHARACTERS: Final = {"th": 100, "zh": 3000, "tw": 3000, "ja": 2500, "ko": 1500}
_RAREST: Final = 3e-5  # of a language's letters: what is rarer is from another
_UNSEEN: Final = 5e-7  # of its pairs
_TAMED: Final = 0.75  # to the power of this, so that a few words do not say it all
_DEAREST: Final = 15  # bits: what one digit tells


LANGUAGES: Final = (*_LATIN, *_OTHER, *_CHARACTERS)


def counted(folder: Path) -> Iterator[str]:
    """The lines of `letters.txt`."""
    yield "# Counted by benchmarks/letters.py, read by alphabets.py: costs in bits."
    for language, rarity in (_LATIN | _OTHER).items():
        yield from _pairs(_words(folder / f"{language}.tsv"), language, rarity)
    for language, most in _CHARACTERS.items():
        yield from _characters(_words(folder / f"{language}.tsv"), language, most)


def _words(file: Path) -> dict[str, float]:
    lines = (line.split("\t") for line in file.read_text("utf-8").splitlines())
    return {word: float(times) for word, times in lines}


def _pairs(words: dict[str, float], language: str, rarity: int) -> Iterator[str]:
    pairs, singles = defaultdict[str, float](float), defaultdict[str, float](float)
    for word, times in words.items():
        spelt = "".join(letter if letter.isalpha() else " " for letter in f" {word.lower()} ")
        for before, after in pairwise(spelt):
            pairs[before + after] += times**_TAMED
            singles[before] += times**_TAMED
    letters = _alphabet(singles, is_latin=language in _LATIN)
    unseen = sum(pairs.values()) * _UNSEEN
    yield f"{language} {rarity} {letters}"
    for before in f" {letters}":
        of_all = singles[before] + unseen * (len(letters) + 1)
        yield "".join(f"{_bits((pairs[before + after] + unseen) / of_all):x}" for after in f" {letters}")


def _alphabet(singles: dict[str, float], *, is_latin: bool) -> str:
    of_all = sum(times for letter, times in singles.items() if letter != " ")
    own = [
        letter
        for letter, times in singles.items()
        if not letter.isascii() and is_latin == name(letter).startswith("LATIN") and times > of_all * _RAREST
    ]
    own.sort(key=lambda letter: -singles[letter])
    return (ascii_lowercase if is_latin else "") + "".join(own)


def _characters(words: dict[str, float], language: str, most: int) -> Iterator[str]:
    singles = defaultdict[str, float](float)
    for word, times in words.items():
        for character in word:
            if not character.isascii():
                singles[character] += times
    of_all = sum(singles.values())
    by_bits = defaultdict[int, list[str]](list)
    for character in sorted(singles, key=lambda one: -singles[one])[:most]:
        by_bits[_bits(singles[character] / of_all)].append(character)
    yield f"{language} 0 *{len(by_bits)}"
    for bits in sorted(by_bits):
        yield f"{bits} {''.join(sorted(by_bits[bits]))}"


def _bits(probability: float) -> int:
    return min(_DEAREST, max(0, round(-math.log2(probability))))


if __name__ == "__main__":
    print(*counted(Path(sys.argv[1])), sep="\n")
