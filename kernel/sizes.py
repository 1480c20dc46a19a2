"""Readable sizes, the same in the chat and in the browser."""

from typing import Final

from babel.units import format_unit

# As in Telegram's apps, which show "20 MB" for the largest file that a bot can download.
_STEP: Final = 1024
_NUMBER: Final = "#,##0.#"


def readable_size(size: int, language: str) -> str:
    """Return a size in bytes as text of the language: 3_456 → `3.4 kB`."""
    if size < _STEP:
        return format_unit(size, "digital-byte", "long", locale=language)
    # A size that would be rounded to 1,024 kB is 1 MB.
    if size < _STEP * (_STEP - 0.05):
        return format_unit(size / _STEP, "digital-kilobyte", "short", _NUMBER, language)
    return format_unit(size / _STEP**2, "digital-megabyte", "short", _NUMBER, language)
