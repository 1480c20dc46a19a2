"""Phrases in the reader's language, with escaped values."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markupsafe import escape

from kernel.phrases import Words, load_words, supported_language

_CATALOGUES = {
    "en": """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "greeting"
msgstr "Hello, <b>{name}</b>"

msgid "pastes"
msgid_plural "pastes"
msgstr[0] "{count} paste of {name}"
msgstr[1] "{count} pastes of {name}"
""",
    "ru": """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
"n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "greeting"
msgstr "Привет, <b>{name}</b>"

msgid "pastes"
msgid_plural "pastes"
msgstr[0] "{count} запись"
msgstr[1] "{count} записи"
msgstr[2] "{count} записей"
""",
}


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locales")
    for language, catalogue in _CATALOGUES.items():
        (folder / f"{language}.po").write_text(catalogue)
    return folder


@pytest.fixture(scope="module")
def english(locales: Path) -> Words:
    return load_words(locales, "en")


@pytest.fixture(scope="module")
def russian(locales: Path) -> Words:
    return load_words(locales, "ru")


def test_values_are_escaped_and_the_phrase_is_not(english: Words) -> None:
    assert english("greeting", name='<i>&"{x}') == "Hello, <b>&lt;i&gt;&amp;&#34;{x}</b>"


@given(name=some.text())
def test_markup_in_a_username_is_escaped(english: Words, name: str) -> None:
    assert english("greeting", name=name) == f"Hello, <b>{escape(name)}</b>"


@given(name=some.text())
def test_plain_phrases_are_not_escaped(english: Words, name: str) -> None:
    assert english.plain("greeting", name=name) == f"Hello, <b>{name}</b>"


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 pastes"), (1, "1 paste"), (2, "2 pastes"), (21, "21 pastes")]
)
def test_english_counts(english: Words, count: int, words: str) -> None:
    assert english("pastes", count=count, name="<a>") == f"{words} of &lt;a&gt;"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 записей"),
        (1, "1 запись"),
        (3, "3 записи"),
        (5, "5 записей"),
        (11, "11 записей"),
        (12, "12 записей"),
        (21, "21 запись"),
        (22, "22 записи"),
        (111, "111 записей"),
    ],
)
def test_russian_counts(russian: Words, count: int, words: str) -> None:
    assert russian.plain("pastes", count=count) == words


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", "ru"), ("ru-RU", "ru"), ("RU", "ru"), ("en-GB", "en"), ("pt-br", "en"), ("", "en"), (None, "en")],
)
def test_an_unsupported_language_is_english(code: str | None, language: str) -> None:
    assert supported_language(code) == language


@pytest.mark.parametrize(
    ("count", "said"),
    [(999, "999 pastes of Al"), (1_000, "1,000 pastes of Al"), (120_000, "120,000 pastes of Al")],
)
def test_large_counts_have_separators(english: Words, count: int, said: str) -> None:
    assert (
        english("pastes", count=count, name="Al") == english.plain("pastes", count=count, name="Al") == said
    )


def test_separators_are_non_breaking(russian: Words) -> None:
    assert russian.plain("pastes", count=120_001) == "120\N{NO-BREAK SPACE}001 запись"
