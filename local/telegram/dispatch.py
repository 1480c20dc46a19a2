"""Carries out one call of the Bot API, whichever way it came."""

from typing import Any

from aiogram import methods as api

from local.telegram import calls
from local.telegram.errors import Refused, not_found
from local.telegram.methods import HANDLERS
from local.telegram.world import World

# Telegram's limits are on what people get to see.
_PACED = frozenset(
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


async def carry_out(world: World, name: str, parameters: calls.Parameters) -> Any:
    """The call's result; raises Refused."""
    known = HANDLERS.get(name.lower())
    if known is None:
        raise (
            Refused(501, f"Not Implemented: the local Telegram has no {name}")
            if _exists(name)
            else not_found()
        )
    method, handler = known
    call = calls.parse(method, parameters)
    if method in _PACED:
        count = len(call.media) if isinstance(call, api.SendMediaGroup) else 1
        world.pace.take(getattr(call, "chat_id", None) or "", count)
    result = await handler(world, call)
    world.touch()
    return result


def _exists(name: str) -> bool:
    return name[:1].islower() and hasattr(api, name[:1].upper() + name[1:])
