"""Dates as people write them."""

from datetime import UTC, datetime, timedelta, timezone

from web_viewer.dates import day, moment

_LATE = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def test_dates_are_in_utc_wherever_they_come_from() -> None:
    elsewhere = _LATE.astimezone(timezone(timedelta(hours=3)))
    assert moment(elsewhere, "en") == "1 March 2026, 23:30 UTC"
    assert moment(elsewhere, "ru") == "1 марта 2026, 23:30 UTC"
    assert day(elsewhere, "en") == "1 March 2026"
