"""What was held back, because of a limit or a credential: its author decides."""

from typing import Any

from aiogram import F, Router
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import TelegramId, User
from bot.answering import Answer
from bot.callbacks import Release
from bot.cards import Cards
from bot.filters import OnCard, Registered
from bot.held import said_of, too_early
from bot.shown import CardIn
from posts.models import DraftId, Post
from posts.publishing import Publishing

router = Router()


@router.callback_query(Release.filter(F.drop), OnCard(), Registered())
async def drop(
    call: CallbackQuery, callback_data: Release, card: Message, publishing: Publishing, cards: Cards
) -> list[TelegramMethod[Any]]:
    await publishing.drop(TelegramId(call.from_user.id), DraftId(callback_data.draft))
    return [call.answer(), card.edit_text(cards.words("release.dropped"))]


@router.callback_query(Release.filter(), OnCard(), Registered())
async def release(
    call: CallbackQuery,
    callback_data: Release,
    card: Message,
    publishing: Publishing,
    author: User,
    cards: Cards,
) -> list[Answer]:
    outcome = await publishing.release(
        author, TelegramId(call.from_user.id), DraftId(callback_data.draft), callback_data.visibility
    )
    post = outcome.id if isinstance(outcome, Post) else None
    return [
        call.answer(too_early(cards, outcome)),
        CardIn(card.chat.id, said_of(cards, outcome), post, message_id=card.message_id),
    ]
