"""Language of a paste: two presses for a popular one, else its name, typed."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from auth.models import User
from bot.cards import choices
from bot.cards.buttons import keyboard
from bot.cards.callbacks import AskLanguage, SetLanguage, ShowLanguages
from bot.cards.card import CardReplies, Cards, Press
from bot.conversation.card_flow import AskedByCard, CardQuestion, accepted, ask, questioned
from bot.conversation.filters import Matches, Pressed, Registered
from bot.conversation.states import Naming, open_question
from bot.outbox.replies import Reply
from posts.errors import LanguageMisspelt, LanguageNotKnown
from posts.pastes.editing import Editing
from posts.texts.languages import parse_language

router = Router()


@router.callback_query(Pressed(ShowLanguages))
async def show_languages(_: CallbackQuery, press: Press) -> CardReplies:
    return press.shows(choices.languages(press.cards, press.post, press.at))


@router.callback_query(Pressed(SetLanguage))
async def set_language(
    _: CallbackQuery, press: Press, callback_data: SetLanguage, editing: Editing
) -> CardReplies:
    changed = await editing.set_language(press.author, press.post.id, parse_language(callback_data.language))
    return press.shows_card(changed, toast=press.cards.words.plain("paste-language.done"))


@router.callback_query(Pressed(AskLanguage))
async def ask_for_language(_: CallbackQuery, press: Press, state: FSMContext) -> CardReplies:
    await ask(state, Naming.language, press.post, press.at, press.card)
    text = press.cards.words("paste-language.type", title=press.post.title)
    return press.shows({"text": text, "reply_markup": keyboard(press.cards.back(press.post, press.at))})


@router.message(StateFilter(Naming.language), Matches(F.text.as_("text")), Registered(), AskedByCard())
async def take_language(
    message: Message,
    text: str,
    asked: CardQuestion,
    state: FSMContext,
    editing: Editing,
    author: User,
    cards: Cards,
) -> list[Reply]:
    try:
        async with open_question(state, Naming.language, LanguageNotKnown):
            post = await editing.set_language(author, asked.post, parse_language(text))
    except LanguageMisspelt as misspelt:
        near = choices.near_languages(cards, misspelt, asked.post, asked.at)
        return [asked.card_in(message, near), questioned(message)]
    news = cards.words("paste-language.done")
    return [asked.card_in(message, cards.card(post, asked.at, news)), accepted(message)]
