"""Dates and times as people write them."""

from datetime import UTC, datetime, timedelta, timezone

from web_viewer.templates import day, moment

_LATE = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def test_dates_are_in_utc_wherever_they_come_from():
    elsewhere = _LATE.astimezone(timezone(timedelta(hours=3)))
    assert moment(elsewhere, "en").striptags() == "1 March 2026, 23:30 UTC"
    assert moment(elsewhere, "ru").striptags() == "1 марта 2026, 23:30 UTC"
    assert day(elsewhere, "en") == "1 March 2026"


def test_a_moment_tells_browsers_when_it_is():
    assert moment(_LATE, "en").startswith('<time datetime="2026-03-01T23:30:00+00:00">1 March')
