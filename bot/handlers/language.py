"""/language: the language the bot talks in, for good."""

from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import User
from auth.service import AccountService
from bot.cards.buttons import button, keyboard
from bot.cards.callbacks import ChooseLanguage, ShowSettings
from bot.cards.settings_card import languages
from bot.conversation.filters import OnCard, Registered
from bot.words import words_in
from kernel.phrases import Words

router = Router()


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
