"""Dates as people type them, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.dates import DateNotUnderstood, date_in


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("31.12.2030", "2030-12-31 00:00"),
        ("31.12.2030 18:00", "2030-12-31 18:00"),
        ("31.12.2030 в 18", "2030-12-31 18:00"),
        ("до 31.12.2030", "2030-12-31 00:00"),
        ("5.4.2030", "2030-04-05 00:00"),
        ("31/12/30", "2030-12-31 00:00"),
        ("2030-12-31", "2030-12-31 00:00"),
        ("2030-05-04 7:30", "2030-05-04 07:30"),
        ("2030-12-31T18:00:00+03:00", "2030-12-31 15:00"),
        ("5 мая 2030", "2030-05-05 00:00"),
        ("May 5 2030", "2030-05-05 00:00"),
        (" until  5 May 2030 at 9 pm ", "2030-05-05 21:00"),
    ],
)
def test_a_date_means_the_same_in_every_spelling_and_language(typed: str, meant: str) -> None:
    for language in ("en", "ru"):
        assert f"{date_in(typed, language):%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize(
    ("typed", "days", "time"),
    [
        ("tomorrow at 9", 1, "09:00"),
        ("Tomorrow at 9:30", 1, "09:30"),
        ("tomorrow 9am", 1, "09:00"),
        ("завтра в 9", 1, "09:00"),
        ("Завтра в 9:30", 1, "09:30"),
        ("завтра в 9 часов", 1, "09:00"),
        ("завтра в 9 вечера", 1, "21:00"),
        ("послезавтра в 7 утра", 2, "07:00"),
    ],
)
def test_a_day_and_an_hour(typed: str, days: int, time: str) -> None:
    before = datetime.now(UTC).date()
    found = date_in(typed, "ru")
    assert f"{found:%H:%M}" == time
    # The day may change meanwhile.
    assert before <= found.date() - timedelta(days=days) <= datetime.now(UTC).date()


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("in 3 days", timedelta(days=3)),
        ("через 3 дня", timedelta(days=3)),
        ("3 дня", timedelta(days=3)),
        ("через 2 недели", timedelta(weeks=2)),
        ("a week from now", timedelta(weeks=1)),
        ("через полчаса", timedelta(minutes=30)),
        ("tomorrow", timedelta(days=1)),
        ("завтра", timedelta(days=1)),
    ],
)
def test_a_length_of_time_counts_from_now(typed: str, length: timedelta) -> None:
    assert abs(date_in(typed, "en") - (datetime.now(UTC) + length)) < timedelta(minutes=1)


@pytest.mark.parametrize("typed", ["banana", "never", "123", "в 25", "x" * 61, "in 99999 years"])
def test_what_is_no_date_is_not_guessed_at(typed: str) -> None:
    with pytest.raises(DateNotUnderstood):
        date_in(typed, "ru")
