"""Texts for times, lengths of time and encodings."""

from datetime import UTC, datetime
from math import ceil
from typing import Final

from kernel.phrases import Words

_MINUTE_SECONDS: Final = 60
_HOUR_SECONDS: Final = 3600
_DAY_SECONDS: Final = 86_400


def duration_text(words: Words, seconds: float) -> str:
    """Return the length of time, rounded up, so that waiting for it is long enough."""
    for unit, length in (("days", _DAY_SECONDS), ("hours", _HOUR_SECONDS), ("minutes", _MINUTE_SECONDS)):
        # 61 minutes are not two hours.
        if seconds == length or seconds >= 2 * length:
            return words.plain(f"time.{unit}", count=ceil(seconds / length))
    return words.plain("time.seconds", count=max(1, ceil(seconds)))


def time_text(time: datetime) -> str:
    """Return the time in UTC: a bot does not know people's time zones."""
    return f"{time.astimezone(UTC):%d.%m.%Y %H:%M} UTC"


# What people call Latin-1 is nearly always windows-1252, which has no control characters in its place.
_KNOWN_AS: Final = {"latin-1": "latin-1 (windows-1252)", "iso-8859-1": "latin-1 (iso-8859-1)"}


def encoding_name(encoding: str) -> str:
    return _KNOWN_AS.get(encoding, encoding)
