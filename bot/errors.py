"""Words for what went wrong."""

from datetime import datetime
from typing import Any

from markupsafe import Markup

from bot.measures import human_size, moment
from kernel.errors import AppError
from kernel.phrases import Words


def words_for(fault: AppError, words: Words) -> Markup:
    return words(
        f"error.{fault.code}", **{name: _readable(words, name, value) for name, value in fault.data.items()}
    )


def _readable(words: Words, name: str, value: Any) -> Any:
    if name in ("size", "limit"):
        return human_size(words, value)
    return moment(value) if isinstance(value, datetime) else value
