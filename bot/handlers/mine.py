"""/my: the list of one's pastes, their cards, and deleting."""

from contextlib import suppress
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from markupsafe import Markup

from auth.models import User
from bot.callbacks import AskDelete, Delete, ShowPost, ShowPosts
from bot.cards import Cards, list_buttons
from bot.filters import OnCard, Registered
from posts.errors import PostNotFound
from posts.models import PostId
from posts.service import PostService

router = Router()
PAGE_SIZE = 5
_LAST_PAGE = 10**6  # buttons can be forged, and Postgres counts no further than 2**63

Rendered = tuple[Markup, InlineKeyboardMarkup | None]


@router.message(Command("my"), Registered())
async def show_first(
    message: Message, posts: PostService, author: User, cards: Cards
) -> TelegramMethod[Message]:
    text, markup = await _list(posts, author, 0, cards)
    return message.answer(text, reply_markup=markup)


@router.callback_query(ShowPosts.filter(), OnCard(), Registered())
async def turn(
    call: CallbackQuery,
    callback_data: ShowPosts,
    card: Message,
    posts: PostService,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    text, markup = await _list(posts, author, callback_data.page, cards)
    return [call.answer(), card.edit_text(text, reply_markup=markup)]


@router.callback_query(ShowPost.filter(), OnCard(), Registered())
async def show(
    call: CallbackQuery,
    callback_data: ShowPost,
    card: Message,
    posts: PostService,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    post = await posts.own(author, PostId(callback_data.post))
    markup = cards.buttons(post, callback_data.page)
    return [call.answer(), card.edit_text(cards.text(post), reply_markup=markup)]


@router.callback_query(AskDelete.filter(), OnCard(), Registered())
async def ask_delete(
    call: CallbackQuery,
    callback_data: AskDelete,
    card: Message,
    posts: PostService,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    post = await posts.own(author, PostId(callback_data.post))
    markup = cards.delete_buttons(post, callback_data.page)
    return [call.answer(), card.edit_text(cards.text(post, "delete.ask"), reply_markup=markup)]


@router.callback_query(Delete.filter(), OnCard(), Registered())
async def delete(
    call: CallbackQuery,
    callback_data: Delete,
    card: Message,
    posts: PostService,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    # Two taps in a row: gone is gone.
    with suppress(PostNotFound):
        await posts.delete(author, PostId(callback_data.post))
    if callback_data.page < 0:
        return [call.answer(cards.words.plain("delete.done")), card.edit_text(cards.words("delete.done"))]
    text, markup = await _list(posts, author, callback_data.page, cards)
    return [call.answer(cards.words.plain("delete.done")), card.edit_text(text, reply_markup=markup)]


async def _list(posts: PostService, author: User, number: int, cards: Cards) -> Rendered:
    page = await posts.page_of(author.id, min(max(number, 0), _LAST_PAGE), PAGE_SIZE)
    if not page.posts and page.number > 0:  # the last paste of the last page was just deleted
        page = await posts.page_of(author.id, 0, PAGE_SIZE)
    if not page.posts:
        return cards.words("my.none"), None
    return cards.list_text(page, PAGE_SIZE), list_buttons(page, PAGE_SIZE)
