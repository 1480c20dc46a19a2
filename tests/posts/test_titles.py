"""Titles that are given, or derived from the text."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from posts.texts.drafts import draft_of_file
from posts.titles import clean_title, slug_of, title_of, to_one_line
from tests.reasonable_time import in_reasonable_time

_DATE = r"\d{4}-\d\d-\d\d \d\d:\d\d"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hello\nworld", "Hello"),
        ("\n\n  \t\n  second line\n", "second line"),
        ("# Heading\n\ntext", "Heading"),
        ("### Deeper\ntext", "Deeper"),
        ("-----\nAfter a rule", "After a rule"),
        ("\ufeffmarked", "marked"),
        ("#include <stdio.h>\n", "#include <stdio.h>"),
        ("one\r\ntwo", "one"),
        ("<b>bold</b> & co", "<b>bold</b> & co"),
        ("Заголовок\nтекст", "Заголовок"),
        ("tab\there", "tab here"),
    ],
)
def test_the_first_line_that_says_something_is_the_title(text: str, title: str) -> None:
    assert title_of(text) == title


def test_a_text_without_words_has_the_date_for_a_title() -> None:
    before = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    title = title_of("🎉\n---\n***")
    assert before <= title <= f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    assert re.fullmatch(_DATE, title)


def test_folded_a_title_is_as_long_as_it_was() -> None:
    assert to_one_line(f" a\n {'b' * 200}\t") == f"a {'b' * 200}"
    assert (to_one_line("\u200b \n"), to_one_line("a\0b")) == ("", "a\ufffdb")


def test_a_long_title_is_cut_and_shows_it() -> None:
    assert clean_title("x" * 120) == "x" * 120
    assert clean_title("x" * 121) == "x" * 119 + "…"


@given(typed=some.text() | some.text(" \n\r\t\0ab", max_size=300))
def test_every_title_is_one_line_that_postgres_can_hold(typed: str) -> None:
    title = clean_title(typed)
    assert len(title) <= 120
    assert len(title.splitlines()) <= 1
    assert "\0" not in title
    assert clean_title(title) == title


@given(text=some.text(min_size=1))
def test_every_text_has_a_title(text: str) -> None:
    title = title_of(text)
    assert any(character.isalnum() for character in title)
    assert len(title) <= 120


@pytest.mark.parametrize("invisible", ["\u200b\u200d", " \u2060 ", "\x01\x02"])
def test_a_title_that_nobody_could_see_is_none(invisible: str) -> None:
    assert clean_title(invisible) == ""


@pytest.mark.parametrize("mark", ["\u202e", "\u202a", "\u2066", "\u2069"])
def test_a_title_turns_nothing_around_it(mark: str) -> None:
    assert clean_title(f"invoice{mark}fdp.exe") == "invoicefdp.exe"
    assert clean_title("שלום\u200fabc") == "שלום\u200fabc", "which side a sign belongs to is left alone"


def test_the_line_that_names_an_interpreter_is_no_title() -> None:
    assert title_of("#!/usr/bin/env bash\n# Backs up the house\ntar c /home\n") == "Backs up the house"


@pytest.mark.parametrize("length", [100_000, 1_000_000])
@pytest.mark.parametrize(
    ("beginning", "unit", "title"),
    [
        ("a", " ", "a"),
        ("a", "\t", "a"),
        ("a", "\u00a0", "a"),
        ("a", "\n", "a"),
        ("", "\n", _DATE),
        ("", "#", _DATE),
        ("a ", "*", r"a \*{77}…"),
        ("a ", "*/ ", r"a (\*/ )*\*/…"),
        ("", "[", _DATE),
        ("", "`", _DATE),
        ("", "._", _DATE),
        ("a", "\u0301\u0323", r"a(\u0301\u0323){39}…"),
        ("", "\u200b", _DATE),
        ("", "-\n", _DATE),
    ],
)
def test_what_is_made_to_be_slow_has_its_title_at_once(
    beginning: str, unit: str, title: str, length: int
) -> None:
    """Check the time: linear, all take a tenth of a second; quadratic, 8 seconds to 4 hours."""
    text = beginning + unit * (length // len(unit)) + "b"
    with in_reasonable_time(2):
        found, cleaned, slug = title_of(text), clean_title(text), slug_of(text)
        draft = draft_of_file(None, text.encode())
    assert re.fullmatch(title, found)
    assert re.fullmatch(title, draft.title)
    assert len(cleaned) <= 120
    assert len(slug) <= 64
