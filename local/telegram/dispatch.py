"""Executes a Bot API call that came as a request, or in the bot's response to a webhook."""

from typing import Any

from aiogram import methods as api

from local.telegram import calls
from local.telegram.errors import BotApiError, not_found
from local.telegram.methods import HANDLERS
from local.telegram.world import World

# Telegram limits the rate of the methods whose effect people see.
_RATE_LIMITED = frozenset(
    {
        api.CopyMessage,
        api.ForwardMessage,
        api.SendMediaGroup,
        api.SendMessage,
        api.SendDocument,
        api.EditMessageText,
        api.EditMessageCaption,
        api.EditMessageReplyMarkup,
    }
)


async def execute(world: World, name: str, parameters: calls.Parameters) -> Any:
    """Return the result of the call, in types that can be sent as JSON. Raises BotApiError."""
    if name.lower() not in HANDLERS:
        raise (
            BotApiError(501, f"Not Implemented: the local Telegram has no {name}")
            if _exists(name)
            else not_found()
        )
    method, handler = HANDLERS[name.lower()]
    call = calls.parse(method, parameters)
    if method in _RATE_LIMITED:
        count = len(call.media) if isinstance(call, api.SendMediaGroup) else 1
        world.rate_limiter.take(getattr(call, "chat_id", None) or "", count)
    result = await handler(world, call)
    world.touch()
    return result


def _exists(name: str) -> bool:
    """Return whether Telegram has a method of this name."""
    return name[:1].islower() and hasattr(api, name[:1].upper() + name[1:])
