"""A new title: one press, one message."""

from dataclasses import asdict

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from auth.models import User
from bot.cards.buttons import keyboard
from bot.cards.callbacks import AskTitle, TakeTitle
from bot.cards.card import Cards, Press, Shown
from bot.cards.pending import warned_of_title
from bot.conversation.card_flow import Answering, Asked, ask, doubted, taken
from bot.conversation.filters import Pressed, Registered, When
from bot.conversation.states import Renaming, question
from bot.outbox.replies import Answer
from posts.drafts.publishing import Publishing
from posts.errors import EmptyTitle, TitleTooLong
from posts.pastes.editing import Editing
from posts.pastes.service import PostService

router = Router()


@router.callback_query(Pressed(AskTitle))
async def ask_for_title(_: CallbackQuery, press: Press, state: FSMContext) -> Shown:
    await ask(state, Renaming.title, press.post, press.at, press.card)
    text = press.cards.words("rename.ask", title=press.post.title, link=press.cards.link(press.post))
    return press.shows({"text": text, "reply_markup": keyboard(press.cards.back(press.post, press.at))})


@router.message(StateFilter(Renaming.title), When(F.text.as_("title")), Registered(), Answering())
async def rename(
    message: Message,
    title: str,
    asked: Asked,
    state: FSMContext,
    posts: PostService,
    publishing: Publishing,
    editing: Editing,
    author: User,
    cards: Cards,
) -> list[Answer]:
    async with question(state, Renaming.title, EmptyTitle, TitleTooLong):
        post = await posts.own(author, asked.post)
        if not (found := await publishing.credentials_with_title(post, title)):
            post = await editing.rename(author, asked.post, title)
    if found:
        # Another title may come; and this one would not fit into the button.
        await state.set_state(Renaming.title)
        await state.set_data({**asdict(asked), "wanted": title})
        return [asked.card_in(message, warned_of_title(cards, post, asked.at, found)), doubted(message)]
    news = cards.words("rename.done")
    return [asked.card_in(message, cards.card(post, asked.at, news)), taken(message)]


@router.callback_query(Pressed(TakeTitle))
async def rename_anyway(call: CallbackQuery, press: Press, state: FSMContext, editing: Editing) -> Shown:
    known = await state.get_data()
    is_asked = await state.get_state() == Renaming.title.state and known["card"] == press.card.message_id
    if not is_asked or "wanted" not in known:
        question_again: Shown = await ask_for_title(call, press, state)
        return question_again
    post = await editing.rename(press.author, press.post.id, known["wanted"])
    await state.clear()
    return press.shows_card(post, press.cards.words("rename.done"))
