"""A new title: one press, one message."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from auth.models import User
from bot.answers import Answer
from bot.buttons import keyboard
from bot.callbacks import AskTitle
from bot.card_flow import Answering, Asked, ask, taken
from bot.cards import Cards
from bot.filters import Pressed, Registered, When
from bot.press import Press, Shown
from bot.questions import question
from bot.states import Renaming
from posts.editing import Editing
from posts.errors import EmptyTitle, TitleTooLong

router = Router()


@router.callback_query(Pressed(AskTitle))
async def ask_for_title(_: CallbackQuery, press: Press, state: FSMContext) -> Shown:
    await ask(state, Renaming.title, press.post, press.at, press.card)
    text = press.cards.words("rename.ask", title=press.post.title, link=press.cards.link(press.post))
    return press.shows({"text": text, "reply_markup": keyboard(press.cards.back(press.post, press.at))})


@router.message(Renaming.title, When(F.text.as_("title")), Registered(), Answering())
async def rename(
    message: Message,
    title: str,
    asked: Asked,
    state: FSMContext,
    editing: Editing,
    author: User,
    cards: Cards,
) -> list[Answer]:
    async with question(state, Renaming.title, EmptyTitle, TitleTooLong):
        post = await editing.rename(author, asked.post, title)
    news = cards.words("rename.done")
    return [asked.card_in(message, cards.card(post, asked.at, news)), taken(message)]
