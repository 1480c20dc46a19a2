"""Prose is recognized and shown in a proportional font."""

import pytest

from web_viewer.listing.plain_text import is_prose


@pytest.mark.parametrize(
    "text",
    [
        "Buy milk, bread and two lemons.",
        "Снег сошёл за одну ночь, и наутро двор было не узнать.\n\nВорона смотрела на это молча.\n",
        "שלום עולם\nמה שלומך?",
        "今日はとても暑いです。",
        "See https://example.org/a for the rest of this story, which is long.",
    ],
)
def test_sentences_are_prose(text):
    assert is_prose(text)


@pytest.mark.parametrize(
    "text",
    [
        "name    size\nfile    12\n",
        "a\tb\n",
        "steps:\n  - one\n  - two\n",
        "2026-11-23 21:28:01,123 ERROR [main] 0x7f: failed (-1)",
        "+---+---+\n| a | b |\n+---+---+",
        "x=1;y=2;print(x+y)",
    ],
)
def test_columns_logs_and_drawings_are_not(text):
    assert not is_prose(text)
