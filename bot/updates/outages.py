"""Outages: while Postgres, Redis, the storage or Telegram is unavailable, updates wait."""

import asyncio
from collections import OrderedDict
from typing import Any, Final

from aiogram.exceptions import TelegramAPIError
from aiogram.methods import TelegramMethod
from aiogram.types import Update

from bot.inbox.files import TelegramUnavailable
from bot.phrases import words_in
from bot.updates.refusals import Refusals, person_of
from kernel.database import is_connection_lost
from kernel.redis import is_redis_unavailable
from kernel.storage import is_storage_unavailable
from notifier.telegram import is_transient

# Shorter waits need no notice.
_NOTICE_DELAY_SECONDS: Final = 3.0
_MAX_UPDATES: Final = 10_000


def is_outage(fault: BaseException) -> bool:
    """Return whether the update may succeed once the service that failed is available again."""
    is_transient_refusal = isinstance(fault, TelegramAPIError) and is_transient(fault)
    is_telegram_unavailable = isinstance(fault, TelegramUnavailable) or is_transient_refusal
    return (
        is_telegram_unavailable
        or is_storage_unavailable(fault)
        or is_connection_lost(fault)
        or is_redis_unavailable(fault)
    )


class Outages:
    """Updates that wait for an unavailable service, and since when; None once their senders have a notice."""

    def __init__(self) -> None:
        self._since: OrderedDict[int, float | None] = OrderedDict()

    def needs_notice(self, update: int) -> bool:
        """Note that the update waits; return True once, when it has waited for `_NOTICE_DELAY_SECONDS`."""
        now = asyncio.get_running_loop().time()
        since = self._since.setdefault(update, now)
        if len(self._since) > _MAX_UPDATES:
            self._since.popitem(last=False)
        if since is None or now - since < _NOTICE_DELAY_SECONDS:
            return False
        self._since[update] = None
        return True

    def end(self, update: int) -> None:
        self._since.pop(update, None)


def outage_notice(update: Update) -> list[TelegramMethod[Any]]:
    """Return the notice in the language of the person's Telegram: their settings may be unavailable."""
    person = person_of(update)
    return Refusals(update, person.id, words_in(person.language_code)).of_outage() if person else []
