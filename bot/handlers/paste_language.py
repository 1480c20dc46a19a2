"""Which language a paste is in: two presses for a popular one, else its name, typed."""

from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import User
from bot import choices
from bot.answering import Answer
from bot.buttons import keyboard
from bot.callbacks import AskLanguage, SetLanguage, ShowLanguages
from bot.card_flow import Answering, Asked, ask, taken
from bot.cards import Cards
from bot.filters import Pressed, Registered, When
from bot.questions import question
from bot.states import Naming
from posts.editing import Editing
from posts.errors import LanguageNotKnown
from posts.languages import language_meant
from posts.models import Post

router = Router()


@router.callback_query(Pressed(ShowLanguages))
async def show_languages(
    call: CallbackQuery, post: Post, at: str, card: Message, cards: Cards
) -> list[TelegramMethod[Any]]:
    return [call.answer(), card.edit_text(**choices.languages(cards, post, at))]


@router.callback_query(Pressed(SetLanguage))
async def set_language(
    call: CallbackQuery,
    callback_data: SetLanguage,
    post: Post,
    at: str,
    card: Message,
    editing: Editing,
    author: User,
    cards: Cards,
) -> list[TelegramMethod[Any]]:
    changed = await editing.set_language(author, post.id, language_meant(callback_data.language))
    return [call.answer(cards.words.plain("paste-language.done")), card.edit_text(**cards.card(changed, at))]


@router.callback_query(Pressed(AskLanguage))
async def ask_for_language(
    call: CallbackQuery, post: Post, at: str, card: Message, state: FSMContext, cards: Cards
) -> list[TelegramMethod[Any]]:
    await ask(state, Naming.language, post, at, card)
    text = cards.words("paste-language.type", title=post.title)
    return [call.answer(), card.edit_text(text, reply_markup=keyboard(cards.back(post, at)))]


@router.message(Naming.language, When(F.text.as_("text")), Registered(), Answering())
async def take_language(
    message: Message, text: str, asked: Asked, state: FSMContext, editing: Editing, author: User, cards: Cards
) -> list[Answer]:
    async with question(state, Naming.language, LanguageNotKnown):
        post = await editing.set_language(author, asked.post, language_meant(text))
    news = cards.words("paste-language.done")
    return [asked.card_in(message, cards.card(post, asked.at, news)), taken(message)]
