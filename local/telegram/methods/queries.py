"""Answers to presses and to inline queries."""

from aiogram.methods import AnswerCallbackQuery, AnswerInlineQuery

from local.telegram.answers import bad_request
from local.telegram.calls import told
from local.telegram.text import utf16
from local.telegram.world import World

# Telegram Bot API, answerCallbackQuery and answerInlineQuery.
_TOAST_LIMIT = 200
_RESULTS_LIMIT = 50


async def answer_callback_query(world: World, call: AnswerCallbackQuery) -> bool:
    text = call.text or ""
    if utf16.length(text) > _TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.queries.answer(call.callback_query_id)
    shown = {"text": text, "show_alert": bool(call.show_alert)}
    toast = {"chat_id": query.chat_id, "callback_query_id": query.id, **shown}
    world.events.publish(query.person_id, "toast", toast)
    return True


async def answer_inline_query(world: World, call: AnswerInlineQuery) -> bool:
    if len(call.results) > _RESULTS_LIMIT:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [result.id for result in call.results]
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    query = world.queries.answer(call.inline_query_id)
    answer = {
        "inline_query_id": query.id,
        "results": told(call, "results"),
        "next_offset": call.next_offset or "",
    }
    world.events.publish(query.person_id, "inline_results", answer)
    return True
