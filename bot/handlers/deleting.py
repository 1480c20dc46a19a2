"""Deleting a paste with two presses, and restoring it with one, for ten minutes."""

from typing import Any

from aiogram import Router
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import User
from bot.cards import choices
from bot.cards.callbacks import AskDelete, Delete, Undelete
from bot.cards.card import CardReplies, Cards, Press
from bot.cards.reply import CardKey, CardReply
from bot.conversation.filters import OnCard, Pressed, Registered
from bot.errors import deleted_body
from bot.outbox.replies import Reply
from posts.deleting import Deleting
from posts.models import PostId

router = Router()


@router.callback_query(Pressed(AskDelete))
async def ask_delete(_: CallbackQuery, press: Press) -> CardReplies:
    return press.shows(choices.delete(press.cards, press.post, press.at))


@router.callback_query(Delete.filter(), OnCard(), Registered())
async def delete(
    call: CallbackQuery, callback_data: Delete, card: Message, deleting: Deleting, author: User, cards: Cards
) -> list[TelegramMethod[Any]]:
    deleted = await deleting.delete(author, PostId(callback_data.post))
    return [
        call.answer(),
        card.edit_text(**deleted_body(cards.words, deleted.id, deleted.title, callback_data.at)),
    ]


@router.callback_query(Undelete.filter(), OnCard(), Registered())
async def undelete(
    call: CallbackQuery,
    callback_data: Undelete,
    card: Message,
    deleting: Deleting,
    author: User,
    cards: Cards,
) -> list[Reply]:
    post = await deleting.undelete(author, PostId(callback_data.post))
    body = cards.card(post, callback_data.at, cards.words("delete.undone"))
    return [call.answer(), CardReply(card.chat.id, body, CardKey.post(post.id), message_id=card.message_id)]
