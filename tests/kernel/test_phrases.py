"""Phrases in the reader's language, with escaped values, and readable numbers and sizes."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markupsafe import escape

from kernel.phrases import load_words, supported_language
from kernel.sizes import readable_size

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
def locales(tmp_path_factory):
    folder = tmp_path_factory.mktemp("locales")
    for language, catalogue in _CATALOGUES.items():
        (folder / f"{language}.po").write_text(catalogue)
    return folder


@pytest.fixture(scope="module")
def english(locales):
    return load_words(locales, "en")


@given(name=some.one_of(some.just('<i>&"{x}'), some.text(max_size=100)))
def test_values_are_escaped_in_markup_only_and_the_phrase_is_not(english, name):
    assert english("greeting", name=name) == f"Hello, <b>{escape(name)}</b>"
    assert english.plain("greeting", name=name) == f"Hello, <b>{name}</b>"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 pastes"),
        (1, "1 paste"),
        (2, "2 pastes"),
        (21, "21 pastes"),
        (999, "999 pastes"),
        (1_000, "1,000 pastes"),
        (120_000, "120,000 pastes"),
    ],
)
def test_english_counts(english, count, words):
    assert english("pastes", count=count, name="<a>") == f"{words} of &lt;a&gt;"
    assert english.plain("pastes", count=count, name="Al") == f"{words} of Al"


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
        (120_001, "120\N{NO-BREAK SPACE}001 запись"),
    ],
)
def test_russian_counts(locales, count, words):
    assert load_words(locales, "ru").plain("pastes", count=count) == words


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", "ru"), ("ru-RU", "ru"), ("RU", "ru"), ("en-GB", "en"), ("pt-br", "en"), ("", "en"), (None, "en")],
)
def test_an_unsupported_language_is_english(code, language):
    assert supported_language(code) == language


@pytest.mark.parametrize(
    ("size", "english", "russian"),
    [
        (0, "0 bytes", "0 байт"),
        (1, "1 byte", "1 байт"),
        (2, "2 bytes", "2 байта"),
        (1_023, "1,023 bytes", "1 023 байта"),
        (1_024, "1 kB", "1 кБ"),
        (3_456, "3.4 kB", "3,4 кБ"),
        (1_023 * 1_024, "1,023 kB", "1 023 кБ"),
        (1_024 * 1_024 - 1, "1 MB", "1 МБ"),
        (4_608_890, "4.4 MB", "4,4 МБ"),
        (20 * 1_024 * 1_024, "20 MB", "20 МБ"),
    ],
)
def test_sizes(size, english, russian):
    shown = [readable_size(size, language) for language in ("en", "ru")]
    assert [words.replace("\N{NO-BREAK SPACE}", " ") for words in shown] == [english, russian]
