"""What handlers answer with."""

from typing import Any

from aiogram.methods import TelegramMethod

from bot.cards.shown import CardIn
from bot.outbox.uploads import Upload

Answer = TelegramMethod[Any] | CardIn | Upload


def answers_in(result: Any) -> list[Answer]:
    """What nobody handled is aiogram's UNHANDLED, and is no answer."""
    results = result if isinstance(result, list) else [result]
    return [answer for answer in results if isinstance(answer, TelegramMethod | CardIn | Upload)]
