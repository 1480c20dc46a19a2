"""Lifetime of a paste: one of some lengths, a date, or until it is read once."""

import asyncio
from datetime import UTC, datetime, timedelta

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from auth.models import User
from bot.cards import choices
from bot.cards.buttons import keyboard
from bot.cards.callbacks import AskDate, SetBurning, SetExpiry, ShowExpiries
from bot.cards.card import CardReplies, Cards, Press
from bot.cards.pending import visibility_warning
from bot.conversation.card_flow import AskedByCard, CardQuestion, accepted, ask
from bot.conversation.dates import DateNotUnderstood, date_in
from bot.conversation.filters import Matches, Pressed, Registered
from bot.conversation.states import Ending, open_question
from bot.outbox.replies import Reply
from posts.drafts.publishing import Publishing
from posts.errors import ExpiryNotInFuture
from posts.models import Visibility
from posts.pastes.editing import Editing

router = Router()


@router.callback_query(Pressed(ShowExpiries))
async def show_expiries(_: CallbackQuery, press: Press) -> CardReplies:
    return press.shows(choices.expiries(press.cards, press.post, press.at))


@router.callback_query(Pressed(SetExpiry))
async def set_expiry(
    _: CallbackQuery, press: Press, callback_data: SetExpiry, editing: Editing
) -> CardReplies:
    lifetime = timedelta(minutes=callback_data.minutes)
    until = datetime.now(UTC) + lifetime if lifetime else None
    changed = await editing.set_expiry(press.author, press.post.id, until)
    return press.shows_card(changed, toast=press.cards.words.plain("expiry.done"))


@router.callback_query(Pressed(SetBurning))
async def set_burning(
    _: CallbackQuery, press: Press, callback_data: SetBurning, publishing: Publishing, editing: Editing
) -> CardReplies:
    will_be_listed = press.post.visibility is Visibility.PUBLIC and not callback_data.burn
    if will_be_listed and not callback_data.sure and (found := await publishing.credentials_in(press.post)):
        sure = callback_data.model_copy(update={"sure": True})
        return press.shows(visibility_warning(press.cards, press.post, press.at, found, sure))
    changed = await editing.set_burning(press.author, press.post.id, burn=callback_data.burn)
    return press.shows_card(changed, toast=press.cards.words.plain("expiry.done"))


@router.callback_query(Pressed(AskDate))
async def ask_for_date(_: CallbackQuery, press: Press, state: FSMContext) -> CardReplies:
    await ask(state, Ending.date, press.post, press.at, press.card)
    text = press.cards.words(
        "expiry.date-ask", title=press.post.title, example=datetime.now(UTC) + timedelta(days=7)
    )
    return press.shows({"text": text, "reply_markup": keyboard(press.cards.back(press.post, press.at))})


@router.message(StateFilter(Ending.date), Matches(F.text.as_("text")), Registered(), AskedByCard())
async def set_date(
    message: Message,
    text: str,
    asked: CardQuestion,
    state: FSMContext,
    editing: Editing,
    author: User,
    cards: Cards,
) -> list[Reply]:
    async with open_question(state, Ending.date, DateNotUnderstood, ExpiryNotInFuture):
        until = await asyncio.to_thread(date_in, text, cards.words.language)
        post = await editing.set_expiry(author, asked.post, until)
    return [asked.card_in(message, cards.card(post, asked.at, cards.words("expiry.done"))), accepted(message)]
