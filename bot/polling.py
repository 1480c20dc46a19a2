"""Long polling that loses nothing and keeps every chat's order.

aiogram's own confirms updates before they are handled and handles them all at once: a stop in a burst would
lose what waits, and what one person sends in quick succession would come out shuffled. Here a batch is
confirmed when all of it is handled, different chats at once and each chat's updates one after the other.
"""

import asyncio
from collections import defaultdict
from typing import Final

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Update

_LONGEST_WAIT: Final = 30  # seconds that Telegram holds a call while there is nothing
_AFTER_A_FAULT: Final = 1.0  # seconds
_log = structlog.get_logger(__name__)


async def poll(dispatcher: Dispatcher, bot: Bot) -> None:
    """Until cancelled; a batch that is under way then is finished and confirmed."""
    kinds = dispatcher.resolve_used_update_types()
    offset: int | None = None
    while True:
        try:
            updates = await bot.get_updates(
                offset, timeout=_LONGEST_WAIT, allowed_updates=kinds, request_timeout=_LONGEST_WAIT + 15
            )
        except TelegramAPIError as fault:
            _log.warning("no updates", fault=str(fault))
            await asyncio.sleep(_AFTER_A_FAULT)
            continue
        if updates:
            offset = updates[-1].update_id + 1
            await _handle_all(dispatcher, bot, updates, offset)


async def _handle_all(dispatcher: Dispatcher, bot: Bot, updates: list[Update], offset: int) -> None:
    handling = asyncio.create_task(_handle(dispatcher, bot, updates))
    try:
        await asyncio.shield(handling)
    except asyncio.CancelledError:
        await handling
        # What comes with it is not confirmed, and is delivered again at the next start.
        await bot.get_updates(offset, limit=1, timeout=0)
        raise


async def _handle(dispatcher: Dispatcher, bot: Bot, updates: list[Update]) -> None:
    lanes: dict[int | None, list[Update]] = defaultdict(list)
    for update in updates:
        lanes[_lane(update)].append(update)
    async with asyncio.TaskGroup() as chats:
        for lane in lanes.values():
            chats.create_task(_handle_in_order(dispatcher, bot, lane))


async def _handle_in_order(dispatcher: Dispatcher, bot: Bot, updates: list[Update]) -> None:
    for update in updates:
        try:
            await dispatcher.feed_update(bot, update)
        except Exception as fault:
            # The dispatcher's error handler has answered by now, or could not: the others go on.
            _log.error("update not handled", update=update.update_id, exc_info=fault)


def _lane(update: Update) -> int | None:
    """What is said in one chat is handled in order; what comes from no chat, in each sender's."""
    origin = getattr(update.event, "chat", None) or getattr(update.event, "from_user", None)
    return origin.id if origin else None
