"""Deleting a paste: two presses, and one to have it back for ten minutes."""

from typing import Any

from aiogram import Router
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import User
from bot.cards import choices
from bot.cards.callbacks import AskDelete, Delete, Undelete
from bot.cards.card import Cards, Press, Shown
from bot.cards.reply import CardIn
from bot.conversation.filters import OnCard, Pressed, Registered
from bot.errors import deleted
from bot.outbox.replies import Answer
from posts.deleting import Deleting
from posts.models import PostId

router = Router()


@router.callback_query(Pressed(AskDelete))
async def ask_delete(_: CallbackQuery, press: Press) -> Shown:
    return press.shows(choices.delete(press.cards, press.post, press.at))


@router.callback_query(Delete.filter(), OnCard(), Registered())
async def delete(
    call: CallbackQuery, callback_data: Delete, card: Message, disposal: Deleting, author: User, cards: Cards
) -> list[TelegramMethod[Any]]:
    gone = await disposal.delete(author, PostId(callback_data.post))
    return [call.answer(), card.edit_text(**deleted(cards.words, gone.id, gone.title, callback_data.at))]


@router.callback_query(Undelete.filter(), OnCard(), Registered())
async def undelete(
    call: CallbackQuery,
    callback_data: Undelete,
    card: Message,
    disposal: Deleting,
    author: User,
    cards: Cards,
) -> list[Answer]:
    post = await disposal.undelete(author, PostId(callback_data.post))
    said = cards.card(post, callback_data.at, cards.words("delete.undone"))
    return [call.answer(), CardIn(card.chat.id, said, post.id, message_id=card.message_id)]
