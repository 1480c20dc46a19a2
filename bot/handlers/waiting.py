"""What was held back, from /my: the list of it, and the card of each."""

from typing import Any

from aiogram import F, Router
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import TelegramId, User
from bot.cards.card import Cards
from bot.cards.held_callbacks import ShowHeld
from bot.cards.waiting import listed_waiting, waiting_card
from bot.conversation.filters import OnCard, Registered
from posts.drafts.publishing import Publishing
from posts.models import DraftId
from posts.personal_data import PersonalData

router = Router()


@router.callback_query(ShowHeld.filter(F.draft == 0), OnCard(), Registered())
async def show_list(
    call: CallbackQuery, card: Message, personal_data: PersonalData, author: User, cards: Cards
) -> list[TelegramMethod[Any]]:
    waiting = await personal_data.list_pending(author.id, TelegramId(call.from_user.id))
    return [call.answer(), card.edit_text(**listed_waiting(cards, waiting))]


@router.callback_query(ShowHeld.filter(), OnCard(), Registered())
async def show(
    call: CallbackQuery,
    callback_data: ShowHeld,
    card: Message,
    publishing: Publishing,
    personal_data: PersonalData,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    kept = await publishing.find_draft(TelegramId(call.from_user.id), DraftId(callback_data.draft))
    found = await publishing.credentials_in_draft(kept)
    limit = await personal_data.limit_of(author.id, kept)
    return [call.answer(), card.edit_text(**waiting_card(cards, kept, found, limit))]
