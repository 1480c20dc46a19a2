"""Times and lengths of time as people read them."""

from datetime import UTC, datetime
from math import ceil
from typing import Final

from kernel.phrases import Words

_MINUTE: Final = 60  # seconds
_HOUR: Final = 3600
_DAY: Final = 86_400


def human_time(words: Words, seconds: float) -> str:
    """Rounded up: whoever waits that long has waited long enough."""
    for unit, length in (("days", _DAY), ("hours", _HOUR), ("minutes", _MINUTE)):
        # 61 minutes are not two hours.
        if seconds == length or seconds >= 2 * length:
            return words.plain(f"time.{unit}", count=ceil(seconds / length))
    return words.plain("time.seconds", count=max(1, ceil(seconds)))


def moment(time: datetime) -> str:
    """In UTC: a bot is not told where people are."""
    return f"{time.astimezone(UTC):%d.%m.%Y %H:%M} UTC"


# Everybody says Latin-1, and nearly nobody means the one with controls in it.
_KNOWN_AS: Final = {"latin-1": "latin-1 (windows-1252)", "iso-8859-1": "latin-1 (iso-8859-1)"}


def encoding_name(encoding: str) -> str:
    return _KNOWN_AS.get(encoding, encoding)
