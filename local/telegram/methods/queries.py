"""answerCallbackQuery and answerInlineQuery, checked as Telegram checks them."""

import re

from aiogram.methods import AnswerCallbackQuery, AnswerInlineQuery
from aiogram.types import (
    InlineQueryResultArticle,
    InlineQueryResultCachedDocument,
    InlineQueryResultsButton,
    InputTextMessageContent,
)

from local.telegram import page_json
from local.telegram.calls import as_json, given
from local.telegram.errors import BotApiError, bad_request
from local.telegram.inline_answers import InlineAnswer, InlineResult
from local.telegram.json_values import Json
from local.telegram.methods import formatting, keyboards
from local.telegram.text import utf16
from local.telegram.text.formatted import Formatted
from local.telegram.world import World

# Telegram Bot API, answerCallbackQuery.
_TEXT_LIMIT = 200
# Telegram Bot API, answerInlineQuery (seconds, bytes) and InlineQueryResultArticle (bytes).
_RESULTS_LIMIT = 50
_CACHE_TIME = 300
_OFFSET_LIMIT = 64
_ID_LIMIT = 64
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


async def answer_callback_query(world: World, call: AnswerCallbackQuery) -> bool:
    text = call.text or ""
    if utf16.length(text) > _TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.queries.answer(call.callback_query_id)
    shown = {"text": text, "show_alert": bool(call.show_alert)}
    toast = {"chat_id": query.chat_id, "callback_query_id": query.id, **shown}
    world.events.publish(query.person_id, "toast", toast)
    return True


async def answer_inline_query(world: World, call: AnswerInlineQuery) -> bool:
    if len(call.results) > _RESULTS_LIMIT:
        raise bad_request("RESULTS_TOO_MUCH")
    results = tuple(_result(world, result) for result in call.results)
    if len({result.id for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len((call.next_offset or "").encode()) > _OFFSET_LIMIT:
        raise bad_request("NEXT_OFFSET_INVALID")
    answer = InlineAnswer(results, call.next_offset or "", _button(call.button))
    query = world.queries.answer(call.inline_query_id)
    cache_time = _CACHE_TIME if call.cache_time is None else call.cache_time
    world.inline_answers.add(query.id, answer, cache_time, personal=bool(call.is_personal))
    world.events.publish(query.person_id, "inline_results", page_json.inline_answer(query.id, answer))
    return True


def _result(world: World, given_result: object) -> InlineResult:
    match given_result:
        case InlineQueryResultArticle() as article:
            _check(article.id, article.title)
            content, preview = _text(article)
            keyboard = keyboards.validated(article.reply_markup)
            return InlineResult(
                article.id, article.title, article.description or "", content, keyboard, preview
            )
        case InlineQueryResultCachedDocument() as document:
            return _document(world, document)
        case _:
            raise BotApiError(501, "Not Implemented: the local Telegram offers articles and cached documents")


def _text(article: InlineQueryResultArticle) -> tuple[Formatted, Json | None]:
    content = article.input_message_content
    if not isinstance(content, InputTextMessageContent):
        raise BotApiError(501, "Not Implemented: an article in the local Telegram becomes a text")
    text = formatting.text(content.message_text, content.parse_mode, content.entities, "MESSAGE_TOO_LONG")
    return text, as_json(content, "link_preview_options") or None


def _document(world: World, document: InlineQueryResultCachedDocument) -> InlineResult:
    _check(document.id, document.title)
    if document.document_file_id not in world.state.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if document.input_message_content is not None:
        raise BotApiError(501, "Not Implemented: a document in the local Telegram stays a document")
    caption = formatting.caption(
        document.caption, given(document.parse_mode), given(document.caption_entities)
    )
    keyboard = keyboards.validated(document.reply_markup)
    shown = (document.id, document.title, document.description or "")
    return InlineResult(*shown, caption, keyboard, file_id=document.document_file_id)


def _check(result_id: str, title: str) -> None:
    if not result_id:
        raise bad_request("RESULT_ID_EMPTY")
    if len(result_id.encode()) > _ID_LIMIT:
        raise bad_request("RESULT_ID_INVALID")
    if not title.strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")


def _button(button: InlineQueryResultsButton | None) -> Json | None:
    """Return the button above the results, which must have a start parameter. Raises BotApiError."""
    if button is None:
        return None
    if not button.text.strip():
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if button.web_app is not None:
        raise BotApiError(501, "Not Implemented: the local Telegram has no Web Apps")
    if not button.start_parameter:
        raise bad_request("START_PARAM_EMPTY")
    if not _START_PARAMETER.fullmatch(button.start_parameter):
        raise bad_request("START_PARAM_INVALID")
    return {"text": button.text, "start_parameter": button.start_parameter}
