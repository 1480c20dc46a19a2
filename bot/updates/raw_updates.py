"""Updates as Telegram tells them, each read by itself: one that aiogram does not understand costs no other.

Telegram adds and leaves out fields at any time, and gives an update again until it is confirmed.
"""

import time
from collections.abc import Mapping
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from pydantic import ValidationError

# What is wrong with one part may hide what is wrong with another.
_TRIES: Final = 5
_log = structlog.get_logger(__name__)


class GetRawUpdates(TelegramMethod[list[Any]]):
    """https://core.telegram.org/bots/api#getupdates"""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None
    limit: int = 100
    timeout: int
    allowed_updates: list[str]


def update_in(told: Mapping[str, Any], bot: Bot) -> Update | None:
    """Without the parts that are not as they should be (a poll in a message, say), and sent now where it is
    not told when; None where too little is left."""
    for _ in range(_TRIES):
        try:
            return Update.model_validate(told, context={"bot": bot})
        except ValidationError as wrong:
            places = [error["loc"] for error in wrong.errors(include_url=False, include_input=False)]
            _log.error("update not understood", update=told.get("update_id"), places=places)
            rest = _without(told, {place[:2] for place in places})
            if rest == told:
                break
            told = rest
    return None


def _without(told: Mapping[str, Any], places: set[tuple[int | str, ...]]) -> Mapping[str, Any]:
    """`places`: of a kind of update the field, as `("message", "poll")`."""
    rest = dict(told)
    for kind, *field in places:
        part = rest.get(str(kind))
        if field and isinstance(part, Mapping):
            now = {"date": int(time.time())} if field == ["date"] else {}
            rest[str(kind)] = {name: value for name, value in part.items() if name != field[0]} | now
    return rest
