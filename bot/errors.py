"""Words for what went wrong."""

from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from bot.measures import human_time, moment
from kernel.errors import AppError
from kernel.phrases import Words
from kernel.sizes import readable_size


def words_for(fault: AppError, words: Words) -> Markup:
    return words(
        f"error.{fault.code}", **{name: _readable(words, name, value) for name, value in fault.data.items()}
    )


def _readable(words: Words, name: str, value: Any) -> Any:
    if name in ("size", "limit"):
        return readable_size(value, words.language)
    if isinstance(value, timedelta):
        return human_time(words, value.total_seconds())
    return moment(value) if isinstance(value, datetime) else value
