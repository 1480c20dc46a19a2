"""Inline buttons and keyboards."""

from collections.abc import Iterable

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

Row = list[InlineKeyboardButton]


def button(text: str, callback: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=callback.pack())


def keyboard(*rows: Row) -> InlineKeyboardMarkup:
    """Return a keyboard of the rows that are not empty."""
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])


def in_rows(buttons: Iterable[InlineKeyboardButton], length: int) -> list[Row]:
    flat = list(buttons)
    return [flat[start : start + length] for start in range(0, len(flat), length)]
