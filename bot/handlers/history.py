"""Old texts of a paste: which there are, going back to one, and having none."""

from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import User
from bot import choices
from bot.callbacks import ClearHistory, Restore, ShowRevisions
from bot.card_flow import leave
from bot.cards import Cards
from bot.filters import Pressed
from posts.editing import Editing
from posts.models import Post
from posts.service import PostService

router = Router()


@router.callback_query(Pressed(ShowRevisions))
async def show_revisions(
    call: CallbackQuery,
    post: Post,
    at: str,
    card: Message,
    state: FSMContext,
    posts: PostService,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    await leave(state, card)
    known = await posts.revisions(post)
    return [call.answer(), card.edit_text(**choices.revisions(cards, post, known, at))]


@router.callback_query(Pressed(Restore))
async def restore(
    call: CallbackQuery,
    callback_data: Restore,
    post: Post,
    at: str,
    card: Message,
    editing: Editing,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    restored = await editing.restore(author, post.id, callback_data.number)
    news = cards.words("history.restored", number=callback_data.number)
    return [call.answer(), card.edit_text(**cards.card(restored, at, news))]


@router.callback_query(Pressed(ClearHistory))
async def clear(
    call: CallbackQuery,
    callback_data: ClearHistory,
    post: Post,
    at: str,
    card: Message,
    editing: Editing,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    if not callback_data.sure:
        return [call.answer(), card.edit_text(**choices.clear_history(cards, post, at))]
    await editing.clear_history(author, post.id)
    return [call.answer(cards.words.plain("history.cleared")), card.edit_text(**cards.card(post, at))]
