"""A file that was read wrongly: its bytes are read again, in the encoding that its author knows."""

import asyncio
from typing import Any

from aiogram import Router
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import User
from bot import choices
from bot.callbacks import SetEncoding, ShowEncodings
from bot.cards import Cards
from bot.filters import Pressed
from posts.decoding import alternatives
from posts.editing import Editing
from posts.models import Post
from posts.service import PostService

router = Router()


@router.callback_query(Pressed(ShowEncodings))
async def show_encodings(
    call: CallbackQuery, post: Post, at: str, card: Message, posts: PostService, cards: Cards
) -> list[TelegramMethod[Any]]:
    original = await posts.original(post)
    others = await asyncio.to_thread(alternatives, original, post.encoding or "")
    return [call.answer(), card.edit_text(**choices.encodings(cards, post, others, at))]


@router.callback_query(Pressed(SetEncoding))
async def set_encoding(
    call: CallbackQuery,
    callback_data: SetEncoding,
    post: Post,
    at: str,
    card: Message,
    editing: Editing,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    changed = await editing.reread(author, post.id, callback_data.encoding)
    news = cards.words("encoding.done", encoding=callback_data.encoding)
    return [call.answer(), card.edit_text(**cards.card(changed, at, news))]
