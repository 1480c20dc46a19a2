"""Updates as JSON, which polling stores, and their parsing, one by one, by the inbox's worker.

An invalid field must not stop other updates: Telegram sends an update again until it is confirmed.
"""

import time
from collections.abc import Mapping
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from pydantic import ValidationError

# An error in one part may hide an error in another.
_MAX_VALIDATIONS: Final = 5
_log = structlog.get_logger(__name__)


class GetRawUpdates(TelegramMethod[list[Any]]):
    """Telegram Bot API, getUpdates, whose updates stay JSON; `timeout` in seconds.

    aiogram's own method raises if one of them is invalid.
    """

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None
    limit: int = 100
    timeout: int
    allowed_updates: list[str]


def parse_update(raw: Mapping[str, Any], bot: Bot) -> Update | None:
    """Return the update without its invalid fields; None if it stays invalid without them.

    Fields are those of the message, press or the like: an invalid poll is left out, an invalid date becomes
    now.
    """
    for _ in range(_MAX_VALIDATIONS):
        try:
            return Update.model_validate(raw, context={"bot": bot})
        except ValidationError as error:
            places = [one["loc"] for one in error.errors(include_url=False, include_input=False)]
            _log.error("update_invalid", update=raw.get("update_id"), places=places)
            repaired = _repaired(raw, {place[:2] for place in places})
            if repaired == raw:
                break
            raw = repaired
    return None


def _repaired(raw: Mapping[str, Any], places: set[tuple[int | str, ...]]) -> Mapping[str, Any]:
    """Leave out the fields at `places`, such as `("message", "poll")`; make a date now."""
    repaired = dict(raw)
    for kind, *field in places:
        part = repaired.get(str(kind))
        if field and isinstance(part, Mapping):
            now = {"date": int(time.time())} if field == ["date"] else {}
            repaired[str(kind)] = {name: value for name, value in part.items() if name != field[0]} | now
    return repaired
