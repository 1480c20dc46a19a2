"""Texts and buttons for errors and for pastes that are gone."""

from datetime import datetime, timedelta
from typing import Any

from aiogram.types import InlineKeyboardMarkup
from markupsafe import Markup

from bot.cards.buttons import Row, button, keyboard
from bot.cards.callbacks import Undelete
from bot.cards.following import unfollow_button
from bot.cards.labels import duration_text, time_text
from bot.cards.places import back_to_list, list_row
from bot.cards.reply import MessageBody
from bot.registration import username_button
from kernel.errors import AppError
from kernel.phrases import Words
from kernel.sizes import readable_size
from notifier.errors import AlreadyFollowing
from posts.errors import PostBinned
from posts.models import PostId


def error_text(fault: AppError, words: Words) -> Markup:
    return words(
        f"error.{fault.code}", **{name: _readable(words, name, value) for name, value in fault.data.items()}
    )


def error_body(fault: AppError, words: Words) -> MessageBody:
    """Return the error's text, with a button that helps if there is one, such as to restore the paste."""
    return {"text": error_text(fault, words), "reply_markup": _remedy(fault, words)}


def gone_body(fault: AppError, words: Words, at: str) -> MessageBody:
    """Return the card of a paste that is gone, with buttons to restore it, if possible, and to the list."""
    if isinstance(fault, PostBinned):
        return deleted_body(words, fault.data["post"], fault.data["title"], at)
    return {"text": error_text(fault, words), "reply_markup": keyboard(list_row(words, at))}


def deleted_body(words: Words, post: PostId, title: str, at: str) -> MessageBody:
    """Return the card of a deleted paste, with the button to restore it."""
    buttons = keyboard(undo_row(words, post, at), back_to_list(words, at))
    return {"text": words("delete.done", title=title), "reply_markup": buttons}


def undo_row(words: Words, post: PostId, at: str = "") -> Row:
    return [button(words.plain("button.undo"), Undelete(post=post, at=at))]


def _remedy(fault: AppError, words: Words) -> InlineKeyboardMarkup | None:
    if isinstance(fault, PostBinned):
        return keyboard(undo_row(words, fault.data["post"]))
    if isinstance(fault, AlreadyFollowing):
        return unfollow_button(words, fault.data["user"])
    suggestion = fault.data.get("suggestion")
    return username_button(words, suggestion) if suggestion else None


def _readable(words: Words, name: str, value: Any) -> Any:
    if name in ("size", "limit"):
        return readable_size(value, words.language)
    if isinstance(value, timedelta):
        return duration_text(words, value.total_seconds())
    return time_text(value) if isinstance(value, datetime) else value
