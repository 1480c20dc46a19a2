"""Dates as people type them: `31.12.2026`, `2026-12-31 18:00`, `in 3 days`, `завтра в 9`."""

import re
from datetime import UTC, datetime
from typing import Any, Final

from kernel.errors import AppError

_MAX_CHARACTERS: Final = 60
# People write the day first in both languages; a time without a zone is UTC, as it is shown.
_SETTINGS: Final[dict[str, Any]] = {
    "DATE_ORDER": "DMY",
    "PREFER_DATES_FROM": "future",
    "TIMEZONE": "UTC",
    "TO_TIMEZONE": "UTC",
    "RETURN_AS_TIMEZONE_AWARE": True,
}
# dateparser reads no hour without minutes, and no part of the day in Russian: `в 9 вечера` becomes `9:00 pm`.
_HOUR: Final = re.compile(
    r"\b(?:at|в) +(\d{1,2})(:\d\d)?(?: +(?:час(?:а|ов)?|o'clock))?"
    r"(?: +(утра|ночи|дня|вечера))?(?![\w.:/-])(?! *[ap]m)"
)
_HALVES: Final = {"": "", "утра": " am", "ночи": " am", "дня": " pm", "вечера": " pm"}
# People answer with "until" as in a sentence.
_UNTIL: Final = re.compile(r"^(?:until|till|before|до) +")


class DateNotUnderstood(AppError):
    code = "date-not-understood"

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


def date_in(text: str, language: str) -> datetime:
    """Return the date in UTC, a coming one if it is ambiguous. Raises DateNotUnderstood.

    The first call is slow: run it in a thread.
    """
    # Loading dateparser takes some 20 MB.
    import dateparser

    date = None
    if len(text) <= _MAX_CHARACTERS:
        date = dateparser.parse(
            _normalized(text), languages=sorted({language, "en", "ru"}), settings=_SETTINGS
        )
    if date is None:
        raise DateNotUnderstood(text[:_MAX_CHARACTERS])
    return date.astimezone(UTC)


def _normalized(text: str) -> str:
    return _HOUR.sub(_time, _UNTIL.sub("", " ".join(text.lower().split())))


def _time(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2] or ':00'}{_HALVES[match[3] or '']}"
