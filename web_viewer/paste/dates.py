"""Dates as people write them; in UTC, because a page is the same for every reader."""

from datetime import UTC, datetime

from babel.dates import format_date, format_datetime
from markupsafe import Markup


def day(time: datetime, language: str) -> str:
    return format_date(time.astimezone(UTC), "d MMMM y", locale=language)


def moment(time: datetime, language: str) -> Markup:
    """A moment as an element; where a script will say it by another clock, "UTC" takes no room meanwhile."""
    said = format_datetime(time.astimezone(UTC), "d MMMM y, HH:mm", locale=language)
    element = Markup('<time datetime="{}">{}<span class="utc"> UTC</span></time>')
    return element.format(time.isoformat(timespec="seconds"), said)
