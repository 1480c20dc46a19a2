"""Dates as people write them; in UTC, because a page is the same for every reader."""

from datetime import UTC, datetime

from babel.dates import format_date, format_datetime


def day(time: datetime, language: str) -> str:
    return format_date(time.astimezone(UTC), "d MMMM y", locale=language)


def moment(time: datetime, language: str) -> str:
    return format_datetime(time.astimezone(UTC), "d MMMM y, HH:mm 'UTC'", locale=language)
