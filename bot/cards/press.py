"""A button that was pressed on the card of a paste of one's own."""

from dataclasses import dataclass
from typing import Any

from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message
from markupsafe import Markup

from auth.models import User
from bot.cards.card import Cards
from bot.cards.shown import Said
from posts.models import Post

Shown = list[TelegramMethod[Any]]


@dataclass(frozen=True, slots=True)
class Press:
    """`at`: the place in a list from which the card was opened, and to which it leads back."""

    call: CallbackQuery
    card: Message
    post: Post
    at: str
    author: User
    cards: Cards

    def shows(self, said: Said, toast: str | None = None) -> Shown:
        """In the card's place; the toast is for a moment on the screen."""
        return [self.call.answer(toast), self.card.edit_text(**said)]

    def shows_card(self, post: Post, news: Markup | None = None, toast: str | None = None) -> Shown:
        """Of the paste as it is now."""
        return self.shows(self.cards.card(post, self.at, news), toast)
