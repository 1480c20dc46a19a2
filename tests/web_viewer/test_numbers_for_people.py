"""Sizes and dates as people write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from kernel.phrases import load_words
from web_viewer.dates import day, moment
from web_viewer.sizes import readable_size
from web_viewer.words import LOCALES

_LATE = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("size", "english", "russian"),
    [
        (1, "1 byte", "1 байт"),
        (2, "2 bytes", "2 байта"),
        (999, "999 bytes", "999 байт"),
        (1_000, "1 kB", "1 кБ"),
        (3_456, "3.5 kB", "3,5 кБ"),
        (20_971_520, "21 MB", "21 МБ"),
        (1_234_567, "1.2 MB", "1,2 МБ"),
    ],
)
def test_sizes(size: int, english: str, russian: str) -> None:
    said = [readable_size(size, load_words(LOCALES, language)) for language in ("en", "ru")]
    assert [words.replace("\N{NO-BREAK SPACE}", " ") for words in said] == [english, russian]


def test_dates_are_in_utc_wherever_they_come_from() -> None:
    elsewhere = _LATE.astimezone(timezone(timedelta(hours=3)))
    assert moment(elsewhere, "en") == "1 March 2026, 23:30 UTC"
    assert moment(elsewhere, "ru") == "1 марта 2026, 23:30 UTC"
    assert day(elsewhere, "en") == "1 March 2026"
