"""The generator of the letter statistics."""

from pathlib import Path

import pytest

from benchmarks.letters import LANGUAGES, letter_table
from posts.encodings.alphabets import MIXED, Alphabet, alphabets_in
from posts.encodings.table import ENCODINGS

_WORDS = {"ru": "мама мыла раму", "fr": "été à côté", "ja": "猫と犬と鳥"}


@pytest.fixture
def alphabets(tmp_path: Path) -> dict[str, Alphabet]:
    for language in LANGUAGES:
        words = _WORDS.get(language, "the 中").split()
        (tmp_path / f"{language}.tsv").write_text("".join(f"{word}\t10\n" for word in words), "utf-8")
    return alphabets_in("\n".join(letter_table(tmp_path)))


def test_what_is_frequent_costs_less(alphabets: dict[str, Alphabet]):
    costs = alphabets["ru"].costs
    assert costs["ма"] < costs["мы"] < costs["лы"]
    assert costs[" м"] < costs[" р"] < costs[" ы"]
    assert alphabets["ja"].costs[" と"] < alphabets["ja"].costs[" 猫"]


def test_latin_letters_are_told_with_their_accents(alphabets: dict[str, Alphabet]):
    french = alphabets["fr"]
    assert french.is_latin
    assert french.costs["té"] < french.costs["te"]


def test_english_may_stand_between_other_scripts(alphabets: dict[str, Alphabet]):
    assert not alphabets["ru"].is_latin
    assert alphabets["ru"].costs["th"] == alphabets["en"].costs["th"]


def test_every_language_of_an_encoding_is_letter_table_or_mixed_of_such():
    languages = {language for encoding in ENCODINGS.values() for language in encoding.languages}
    assert languages - set(LANGUAGES) == set(MIXED)
    assert set().union(*MIXED.values()) <= set(LANGUAGES)
