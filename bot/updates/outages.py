"""While Postgres, Redis, the storage or Telegram is away, what people send waits; some are told so."""

import asyncio
from collections import OrderedDict
from typing import Any, Final

from aiogram.exceptions import TelegramAPIError
from aiogram.methods import TelegramMethod
from aiogram.types import Update

from bot.inbox.files import TelegramAway
from bot.phrases import words_in
from bot.updates.refusals import person_of, refusals_in
from kernel.cache import is_cache_gone
from kernel.database import is_connection_lost
from kernel.storage import is_storage_away
from notifier.telegram import is_passing

# Who waits no longer than this need not know that they do.
_TOLD_AFTER: Final = 3.0  # seconds
_REMEMBERED: Final = 10_000  # updates


def is_outage(fault: BaseException) -> bool:
    """Whether the same update may well succeed once all is there again."""
    is_passing_refusal = isinstance(fault, TelegramAPIError) and is_passing(fault)
    is_telegram_away = isinstance(fault, TelegramAway) or is_passing_refusal
    return is_telegram_away or is_storage_away(fault) or is_connection_lost(fault) or is_cache_gone(fault)


class Outages:
    """Which updates wait for what is away, and since when."""

    def __init__(self) -> None:
        self._since: OrderedDict[int, float | None] = OrderedDict()

    def is_to_be_told(self, update: int) -> bool:
        """Once for an update, if it has waited for a while."""
        now = asyncio.get_running_loop().time()
        since = self._since.setdefault(update, now)
        if len(self._since) > _REMEMBERED:
            self._since.popitem(last=False)
        if since is None or now - since < _TOLD_AFTER:
            return False
        self._since[update] = None
        return True

    def end(self, update: int) -> None:
        self._since.pop(update, None)

    def notice(self, update: Update) -> list[TelegramMethod[Any]]:
        """In the language of Telegram's: nobody can be asked for another just now."""
        person = person_of(update)
        if person is None:
            return []
        return refusals_in(update, words_in(person.language_code)).of_outage()
