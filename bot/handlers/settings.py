"""/settings: defaults of one's new pastes; /language: the language that the bot writes in."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import User
from auth.service import AccountService
from bot.cards.buttons import button, keyboard
from bot.cards.callbacks import ChooseLanguage, SetTerms, ShowSettings
from bot.cards.card import Cards
from bot.cards.settings_card import languages, settings_card
from bot.conversation.filters import OnCard, Registered
from bot.phrases import words_in
from kernel.phrases import Words
from posts.drafts.publishing import Publishing
from posts.models import Terms

router = Router()


@router.message(Command("settings"), Registered())
async def show_settings(
    message: Message, publishing: Publishing, author: User, cards: Cards
) -> TelegramMethod[Message]:
    return message.answer(**settings_card(cards, await publishing.terms_of(author)))


@router.callback_query(ShowSettings.filter(), OnCard(), Registered())
async def show_choice(
    call: CallbackQuery,
    callback_data: ShowSettings,
    card: Message,
    publishing: Publishing,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    body = settings_card(cards, await publishing.terms_of(author), callback_data.choice)
    return [call.answer(), card.edit_text(**body)]


@router.callback_query(SetTerms.filter(), OnCard(), Registered())
async def set_terms(
    call: CallbackQuery,
    callback_data: SetTerms,
    card: Message,
    publishing: Publishing,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    terms = _changed(await publishing.terms_of(author), callback_data)
    await publishing.set_terms(author, terms)
    return [call.answer(cards.words.plain("settings.done")), card.edit_text(**settings_card(cards, terms))]


def _changed(terms: Terms, wanted: SetTerms) -> Terms:
    if wanted.visibility is not None:
        return replace(terms, visibility=wanted.visibility)
    if wanted.minutes is not None:
        return replace(terms, lifetime=timedelta(minutes=wanted.minutes) or None)
    return replace(terms, burn_after_read=bool(wanted.burn))


@router.message(Command("language"), Registered())
async def ask(message: Message, words: Words) -> TelegramMethod[Message]:
    return message.answer(words("language.ask"), reply_markup=keyboard(languages()))


@router.callback_query(ChooseLanguage.filter(), OnCard(), Registered())
async def choose(
    call: CallbackQuery,
    callback_data: ChooseLanguage,
    card: Message,
    accounts: AccountService,
    author: User,
) -> list[TelegramMethod[Any]]:
    words = words_in(callback_data.language)
    await accounts.set_language(author.id, words.language)
    settings = button(words.plain("button.settings"), ShowSettings())
    return [call.answer(), card.edit_text(words("language.done"), reply_markup=keyboard([settings]))]
