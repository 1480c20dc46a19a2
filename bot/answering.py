"""Sends what a handler has answered."""

from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import TelegramMethod

_log = structlog.get_logger(__name__)


async def send(bot: Bot, answer: TelegramMethod[Any]) -> None:
    """What was done stays done, also where the answer cannot arrive (a chat blocked, a card gone)."""
    try:
        await bot(answer)
    except TelegramAPIError as refusal:
        _log.warning("answer refused", method=type(answer).__name__, refusal=str(refusal))
