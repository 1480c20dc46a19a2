"""Titles that are given or derived from the text, and addresses made of them."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from posts.texts.drafts import draft_of_file
from posts.titles import clean_title, slug_of, title_of, to_one_line, with_suffix
from tests.reasonable_time import in_reasonable_time

_DATE = r"\d{4}-\d\d-\d\d \d\d:\d\d"
_SLUG = re.compile(r"[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?")


def test_the_first_line_with_words_is_the_title() -> None:
    titles = {
        "Hello\nworld": "Hello",
        "\n\n  \t\n  second line\n": "second line",
        "# Heading\n\ntext": "Heading",
        "### Deeper\ntext": "Deeper",
        "-----\nAfter a rule": "After a rule",
        "\ufeffmarked": "marked",
        "#include <stdio.h>\n": "#include <stdio.h>",
        "#!/usr/bin/env bash\n# Backs up the house\ntar c /home\n": "Backs up the house",
        "one\r\ntwo": "one",
        "<b>bold</b> & co": "<b>bold</b> & co",
        "Заголовок\nтекст": "Заголовок",
        "tab\there": "tab here",
    }
    assert {text: title_of(text) for text in titles} == titles


def test_a_text_without_words_has_the_date_for_a_title() -> None:
    before = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    title = title_of("🎉\n---\n***")
    assert before <= title <= f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    assert re.fullmatch(_DATE, title)


def test_a_title_is_folded_to_one_line_cut_and_freed_of_invisible_characters() -> None:
    assert to_one_line(f" a\n {'b' * 200}\t") == f"a {'b' * 200}"
    assert (to_one_line("\u200b \n"), to_one_line("a\0b")) == ("", "a\ufffdb")
    assert clean_title("x" * 120) == "x" * 120
    assert clean_title("x" * 121) == "x" * 119 + "…"
    for invisible in ("\u200b\u200d", " \u2060 ", "\x01\x02"):
        assert clean_title(invisible) == ""
    for mark in ("\u202e", "\u202a", "\u2066", "\u2069"):
        assert clean_title(f"invoice{mark}fdp.exe") == "invoicefdp.exe"
    assert clean_title("שלום\u200fabc") == "שלום\u200fabc", "which side a sign belongs to is left alone"


@given(typed=some.text() | some.text(" \n\r\t\0ab", max_size=300))
def test_every_title_is_one_line_that_postgres_can_store(typed: str) -> None:
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
def test_a_hostile_text_has_its_title_at_once(beginning: str, unit: str, title: str) -> None:
    """Check the time: linear, all take a tenth of a second; quadratic, 8 seconds to 4 hours."""
    text = beginning + unit * (1_000_000 // len(unit)) + "b"
    with in_reasonable_time(2):
        found, cleaned, slug = title_of(text), clean_title(text), slug_of(text)
        draft = draft_of_file(None, text.encode())
    assert re.fullmatch(title, found)
    assert re.fullmatch(title, draft.title)
    assert len(cleaned) <= 120
    assert len(slug) <= 64


def test_a_slug_is_similar_to_its_title_and_numbered_before_the_extension() -> None:
    slugs = {
        "Моя заметка": "moia-zametka",
        "Main.PY": "main.py",
        "my_module.test.ts": "my_module.test.ts",
        "Crème brûlée": "creme-brulee",
        "日本語": "ri-ben-yu",
        "C++ & Rust": "c-rust",
        "../../etc/passwd": "etc-passwd",
        "a..b": "a.b",
        ".bashrc": "bashrc",
        "what. ever": "what-ever",
        "50% off!": "50-off",
        **dict.fromkeys(["🎉", "...", ""], "paste"),
        "<script>alert(1)</script>": "script-alert-1-script",
        "%00": "00",
        "x" * 200 + ".py": "x" * 61 + ".py",
    }
    assert {title: slug_of(title) for title in slugs} == slugs
    second = {"note": "note-2", "main.py": "main-2.py", "a.tar.gz": "a.tar-2.gz", "x" * 64: "x" * 62 + "-2"}
    assert {title: with_suffix(slug_of(title), "2") for title in second} == second


@given(title=some.text() | some.text("aZ0._-/ é", max_size=100), number=some.integers(2, 10**9))
@example(title="&#99999999999999999999;&#x110000;", number=2)
@example(title=".py", number=2)
@example(title="a" * 63 + "-b.py", number=2)
@example(title="a" * 200, number=1000)
def test_every_slug_can_be_an_address(title: str, number: int) -> None:
    slug = slug_of(title)
    numbered = with_suffix(slug, str(number))
    assert str(number) in numbered
    for one in (slug, numbered):
        assert _SLUG.fullmatch(one)
    assert ".." not in slug
