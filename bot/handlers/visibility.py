"""Who may read a paste: two presses."""

from typing import Any

from aiogram import Router
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import User
from bot import choices
from bot.callbacks import SetVisibility, ShowVisibilities
from bot.cards import Cards
from bot.filters import Pressed
from bot.held import warned
from posts.editing import Editing
from posts.models import Post, Visibility
from posts.publishing import Publishing

router = Router()


@router.callback_query(Pressed(ShowVisibilities))
async def show_visibilities(
    call: CallbackQuery, post: Post, at: str, card: Message, cards: Cards
) -> list[TelegramMethod[Any]]:
    return [call.answer(), card.edit_text(**choices.visibilities(cards, post, at))]


@router.callback_query(Pressed(SetVisibility))
async def set_visibility(
    call: CallbackQuery,
    callback_data: SetVisibility,
    post: Post,
    at: str,
    card: Message,
    publishing: Publishing,
    editing: Editing,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    wanted = callback_data.visibility
    if wanted is post.visibility:
        return [call.answer(), card.edit_text(**cards.card(post, at))]
    will_be_listed = wanted is Visibility.PUBLIC and not post.burn_after_read
    if will_be_listed and not callback_data.sure and (found := await publishing.credentials_in(post)):
        sure = callback_data.model_copy(update={"sure": True})
        return [call.answer(), card.edit_text(**warned(cards, post, at, found, sure))]
    changed = await editing.set_visibility(author, post.id, wanted)
    toast = cards.words.plain(f"visibility.{wanted}.done")
    return [call.answer(toast), card.edit_text(**cards.card(changed, at))]
