"""Answers to presses."""

from aiogram.methods import AnswerCallbackQuery

from local.telegram.answers import bad_request
from local.telegram.text import utf16
from local.telegram.world import World

# Telegram Bot API, answerCallbackQuery.
_TOAST_LIMIT = 200


async def answer_callback_query(world: World, call: AnswerCallbackQuery) -> bool:
    text = call.text or ""
    if utf16.length(text) > _TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.queries.answer(call.callback_query_id)
    shown = {"text": text, "show_alert": bool(call.show_alert)}
    toast = {"chat_id": query.chat_id, "callback_query_id": query.id, **shown}
    world.events.publish(query.person_id, "toast", toast)
    return True
