"""Inline keyboards, checked as Telegram checks them."""

from aiogram.types import InlineKeyboardMarkup
from pydantic import BaseModel

from local.telegram.errors import bad_request
from local.telegram.json_values import Json
from local.telegram.text import links, utf16

# Telegram Bot API, InlineKeyboardButton (bytes) and CopyTextButton (characters).
_DATA_LIMIT = 64
_COPY_TEXT_LIMIT = 256
# Undocumented; Telegram refuses more.
_BUTTON_LIMIT = 100
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def validated(markup: BaseModel | None) -> Json | None:
    """Return the inline keyboard; None if it is empty, and for other markup, which no message keeps.

    Raises BotApiError.
    """
    if not isinstance(markup, InlineKeyboardMarkup):
        return None
    given = markup.model_dump(exclude_none=True)["inline_keyboard"]
    rows = [[_button(button) for button in row] for row in given if row]
    if sum(map(len, rows)) > _BUTTON_LIMIT:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": rows} if rows else None


def _button(button: Json) -> Json:
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if not any(name in button for name in _ACTIONS):
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if not 0 < len(button.get("callback_data", "-").encode()) <= _DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    if not 0 < utf16.length(button.get("copy_text", {"text": "-"})["text"]) <= _COPY_TEXT_LIMIT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return {**button, "url": _url(button["url"])} if "url" in button else button


def _url(url: str) -> str:
    link = links.normalized(url)
    if link is None:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return link
