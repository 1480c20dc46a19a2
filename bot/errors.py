"""Words for what went wrong, and the buttons that mend it."""

from datetime import datetime, timedelta
from typing import Any

from aiogram.types import InlineKeyboardMarkup
from markupsafe import Markup

from bot.cards.buttons import Row, button, keyboard
from bot.cards.callbacks import Undelete
from bot.cards.labels import human_time, moment
from bot.cards.places import way_back, way_out
from bot.cards.reply import Said
from bot.registration import username_button
from kernel.errors import AppError
from kernel.phrases import Words
from kernel.sizes import readable_size
from posts.errors import PostBinned
from posts.models import PostId


def words_for(fault: AppError, words: Words) -> Markup:
    return words(
        f"error.{fault.code}", **{name: _readable(words, name, value) for name, value in fault.data.items()}
    )


def said_of(fault: AppError, words: Words) -> Said:
    """As a message."""
    return {"text": words_for(fault, words), "reply_markup": _mending(fault, words)}


def said_of_gone(fault: AppError, words: Words, at: str) -> Said:
    """In the place of a card whose paste is not there; what can still be brought back keeps its button."""
    if isinstance(fault, PostBinned):
        return deleted(words, fault.data["post"], fault.data["title"], at)
    return {"text": words_for(fault, words), "reply_markup": keyboard(way_out(words, at))}


def deleted(words: Words, post: PostId, title: str, at: str) -> Said:
    """What the card of a paste becomes that can be brought back."""
    buttons = keyboard(undo(words, post, at), way_back(words, at))
    return {"text": words("delete.done", title=title), "reply_markup": buttons}


def undo(words: Words, post: PostId, at: str = "") -> Row:
    return [button(words.plain("button.undo"), Undelete(post=post, at=at))]


def _mending(fault: AppError, words: Words) -> InlineKeyboardMarkup | None:
    if isinstance(fault, PostBinned):
        return keyboard(undo(words, fault.data["post"]))
    suggestion = fault.data.get("suggestion")
    return username_button(words, suggestion) if suggestion else None


def _readable(words: Words, name: str, value: Any) -> Any:
    if name in ("size", "limit"):
        return readable_size(value, words.language)
    if isinstance(value, timedelta):
        return human_time(words, value.total_seconds())
    return moment(value) if isinstance(value, datetime) else value
