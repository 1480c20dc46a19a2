"""Updates as Telegram sends them, each read by itself: an unreadable one does not stop the others.

Telegram adds and leaves out fields at any time, and sends an update again until it is confirmed.
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
    """https://core.telegram.org/bots/api#getupdates"""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None
    limit: int = 100
    timeout: int
    allowed_updates: list[str]


def parse_update(raw: Mapping[str, Any], bot: Bot) -> Update | None:
    """Return the update without its invalid parts, such as a poll in a message; None if too little is left.

    An invalid date becomes now.
    """
    for _ in range(_MAX_VALIDATIONS):
        try:
            return Update.model_validate(raw, context={"bot": bot})
        except ValidationError as error:
            places = [one["loc"] for one in error.errors(include_url=False, include_input=False)]
            _log.error("update_invalid", update=raw.get("update_id"), places=places)
            rest = _without(raw, {place[:2] for place in places})
            if rest == raw:
                break
            raw = rest
    return None


def _without(raw: Mapping[str, Any], places: set[tuple[int | str, ...]]) -> Mapping[str, Any]:
    """Leave out fields; `places` are as `("message", "poll")`."""
    rest = dict(raw)
    for kind, *field in places:
        part = rest.get(str(kind))
        if field and isinstance(part, Mapping):
            now = {"date": int(time.time())} if field == ["date"] else {}
            rest[str(kind)] = {name: value for name, value in part.items() if name != field[0]} | now
    return rest
