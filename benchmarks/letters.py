"""Generator of `posts/encodings/letters.txt`: `python -m benchmarks.letters FOLDER > letters.txt`.

The folder has a word list per language, such as `ru.tsv`, with a word, a tab and its frequency in each line.
The file in the repository was made from the first 60,000 words of each list of wordfreq 3.1.1, and for what
these lack from Debian 12: its installation guide and manual pages (German ß, traditional Chinese) and its
translations (Thai).
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

# English comes first: the others share its letters. The numbers are penalties in bits.
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
# Scripts with too many characters for pairs: the number of characters that are counted, each by itself.
_CHARACTERS: Final = {"th": 100, "zh": 3000, "tw": 3000, "ja": 2500, "ko": 1500}
_RAREST: Final = 3e-5  # share of a language's letters; rarer ones belong to another language
_UNSEEN_PAIR: Final = 5e-7  # share of a language's pairs that an unseen one counts as
_FREQUENCY_EXPONENT: Final = 0.75  # dampens the most frequent words
_HIGHEST_COST_BITS: Final = 15  # one hexadecimal digit


LANGUAGES: Final = (*_LATIN, *_OTHER, *_CHARACTERS)


def letter_table(folder: Path) -> Iterator[str]:
    """Yield the lines of `letters.txt`."""
    yield "# Counted by benchmarks/letters.py, read by alphabets.py: costs in bits."
    for language, penalty in (_LATIN | _OTHER).items():
        yield from _pairs(_words(folder / f"{language}.tsv"), language, penalty)
    for language, most in _CHARACTERS.items():
        yield from _characters(_words(folder / f"{language}.tsv"), language, most)


def _words(file: Path) -> dict[str, float]:
    lines = (line.split("\t") for line in file.read_text("utf-8").splitlines())
    return {word: float(times) for word, times in lines}


def _pairs(words: dict[str, float], language: str, penalty: int) -> Iterator[str]:
    pairs, singles = defaultdict[str, float](float), defaultdict[str, float](float)
    for word, times in words.items():
        letters_only = "".join(letter if letter.isalpha() else " " for letter in f" {word.lower()} ")
        for before, after in pairwise(letters_only):
            pairs[before + after] += times**_FREQUENCY_EXPONENT
            singles[before] += times**_FREQUENCY_EXPONENT
    letters = _alphabet(singles, is_latin=language in _LATIN)
    unseen = sum(pairs.values()) * _UNSEEN_PAIR
    yield f"{language} {penalty} {letters}"
    for before in f" {letters}":
        total = singles[before] + unseen * (len(letters) + 1)
        yield "".join(f"{_bits((pairs[before + after] + unseen) / total):x}" for after in f" {letters}")


def _alphabet(singles: dict[str, float], *, is_latin: bool) -> str:
    total = sum(times for letter, times in singles.items() if letter != " ")
    own = [
        letter
        for letter, times in singles.items()
        if not letter.isascii() and is_latin == name(letter).startswith("LATIN") and times > total * _RAREST
    ]
    own.sort(key=lambda letter: -singles[letter])
    return (ascii_lowercase if is_latin else "") + "".join(own)


def _characters(words: dict[str, float], language: str, most: int) -> Iterator[str]:
    singles = defaultdict[str, float](float)
    for word, times in words.items():
        for character in word:
            if not character.isascii():
                singles[character] += times
    total = sum(singles.values())
    by_bits = defaultdict[int, list[str]](list)
    for character in sorted(singles, key=lambda one: -singles[one])[:most]:
        by_bits[_bits(singles[character] / total)].append(character)
    yield f"{language} 0 *{len(by_bits)}"
    for bits in sorted(by_bits):
        yield f"{bits} {''.join(sorted(by_bits[bits]))}"


def _bits(probability: float) -> int:
    return min(_HIGHEST_COST_BITS, max(0, round(-math.log2(probability))))


if __name__ == "__main__":
    print(*letter_table(Path(sys.argv[1])), sep="\n")
