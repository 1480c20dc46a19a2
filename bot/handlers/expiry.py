"""How long a paste lives: one of some lengths, a date, or until it is read once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import User
from bot import choices
from bot.answering import Answer
from bot.buttons import keyboard
from bot.callbacks import AskDate, SetBurning, SetExpiry, ShowExpiries
from bot.card_flow import Answering, Asked, ask, taken
from bot.cards import Cards
from bot.dates import DateNotUnderstood, date_in
from bot.filters import Pressed, Registered, When
from bot.held import warned
from bot.questions import question
from bot.states import Ending
from posts.editing import Editing
from posts.errors import ExpiryNotInFuture
from posts.models import Post, Visibility
from posts.publishing import Publishing

router = Router()


@router.callback_query(Pressed(ShowExpiries))
async def show_expiries(
    call: CallbackQuery, post: Post, at: str, card: Message, cards: Cards
) -> list[TelegramMethod[Any]]:
    return [call.answer(), card.edit_text(**choices.expiries(cards, post, at))]


@router.callback_query(Pressed(SetExpiry))
async def set_expiry(
    call: CallbackQuery,
    callback_data: SetExpiry,
    post: Post,
    at: str,
    card: Message,
    editing: Editing,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    lifetime = timedelta(minutes=callback_data.minutes)
    until = datetime.now(UTC) + lifetime if lifetime else None
    changed = await editing.set_expiry(author, post.id, until)
    return [call.answer(cards.words.plain("expiry.done")), card.edit_text(**cards.card(changed, at))]


@router.callback_query(Pressed(SetBurning))
async def set_burning(
    call: CallbackQuery,
    callback_data: SetBurning,
    post: Post,
    at: str,
    card: Message,
    publishing: Publishing,
    editing: Editing,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    will_be_listed = post.visibility is Visibility.PUBLIC and not callback_data.burn
    if will_be_listed and not callback_data.sure and (found := await publishing.credentials_in(post)):
        sure = callback_data.model_copy(update={"sure": True})
        return [call.answer(), card.edit_text(**warned(cards, post, at, found, sure))]
    changed = await editing.set_burning(author, post.id, burn=callback_data.burn)
    return [call.answer(cards.words.plain("expiry.done")), card.edit_text(**cards.card(changed, at))]


@router.callback_query(Pressed(AskDate))
async def ask_for_date(
    call: CallbackQuery, post: Post, at: str, card: Message, state: FSMContext, cards: Cards
) -> list[TelegramMethod[Any]]:
    await ask(state, Ending.date, post, at, card)
    text = cards.words("expiry.date-ask", title=post.title, example=datetime.now(UTC) + timedelta(days=7))
    return [call.answer(), card.edit_text(text, reply_markup=keyboard(cards.back(post, at)))]


@router.message(Ending.date, When(F.text.as_("text")), Registered(), Answering())
async def set_date(
    message: Message, text: str, asked: Asked, state: FSMContext, editing: Editing, author: User, cards: Cards
) -> list[Answer]:
    async with question(state, Ending.date, DateNotUnderstood, ExpiryNotInFuture):
        until = await asyncio.to_thread(date_in, text, cards.words.language)
        post = await editing.set_expiry(author, asked.post, until)
    return [asked.card_in(message, cards.card(post, asked.at, cards.words("expiry.done"))), taken(message)]
