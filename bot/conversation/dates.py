"""Dates as people type them: `31.12.2026`, `2026-12-31 18:00`, `in 3 days`, `завтра в 9`."""

import re
from datetime import UTC, datetime
from typing import Any, Final

from kernel.errors import AppError

_LONGEST: Final = 60  # characters
# People write the day first in both languages; a time without a zone is UTC, as it is shown.
_READING: Final[dict[str, Any]] = {
    "DATE_ORDER": "DMY",
    "PREFER_DATES_FROM": "future",
    "TIMEZONE": "UTC",
    "TO_TIMEZONE": "UTC",
    "RETURN_AS_TIMEZONE_AWARE": True,
}
# dateparser takes no hour without minutes, and no part of the day in Russian: `в 9 вечера` is `9:00 pm`.
_HOUR: Final = re.compile(
    r"\b(?:at|в) +(\d{1,2})(:\d\d)?(?: +(?:час(?:а|ов)?|o'clock))?"
    r"(?: +(утра|ночи|дня|вечера))?(?![\w.:/-])(?! *[ap]m)"
)
_HALVES: Final = {"": "", "утра": " am", "ночи": " am", "дня": " pm", "вечера": " pm"}
# How the question is answered in a whole sentence.
_UNTIL: Final = re.compile(r"^(?:until|till|before|до) +")


class DateNotUnderstood(AppError):
    code = "date-not-understood"

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


def date_in(text: str, language: str) -> datetime:
    """In UTC. Takes its time at first: for a thread. Raises DateNotUnderstood."""
    # Some 20 MB of every language's dates: only for whoever types one.
    import dateparser

    found = None
    if len(text) <= _LONGEST:
        found = dateparser.parse(_plainly(text), languages=sorted({language, "en", "ru"}), settings=_READING)
    if found is None:
        raise DateNotUnderstood(text[:_LONGEST])
    return found.astimezone(UTC)


def _plainly(text: str) -> str:
    return _HOUR.sub(_time, _UNTIL.sub("", " ".join(text.lower().split())))


def _time(said: re.Match[str]) -> str:
    return f"{said[1]}{said[2] or ':00'}{_HALVES[said[3] or '']}"
