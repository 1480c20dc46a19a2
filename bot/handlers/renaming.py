"""New title of a paste: one press, one message."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from auth.models import User
from bot.cards.buttons import keyboard
from bot.cards.callbacks import AskTitle, TakeTitle
from bot.cards.card import CardReplies, Cards, Press
from bot.cards.pending import title_warning
from bot.conversation.card_flow import AskedByCard, CardQuestion, accepted, ask, questioned
from bot.conversation.filters import Matches, Pressed, Registered
from bot.conversation.states import Renaming, open_question
from bot.outbox.replies import Reply
from bot.services import Services
from posts.errors import EmptyTitle, TitleTooLong
from posts.pastes.editing import Editing

router = Router()


@router.callback_query(Pressed(AskTitle))
async def ask_for_title(_: CallbackQuery, press: Press, state: FSMContext) -> CardReplies:
    await ask(state, Renaming.title, press.post, press.at, press.card)
    text = press.cards.words("rename.ask", title=press.post.title, link=press.cards.link(press.post))
    return press.shows({"text": text, "reply_markup": keyboard(press.cards.back(press.post, press.at))})


@router.message(StateFilter(Renaming.title), Matches(F.text.as_("title")), Registered(), AskedByCard())
async def rename(
    message: Message,
    title: str,
    asked: CardQuestion,
    state: FSMContext,
    services: Services,
    author: User,
    cards: Cards,
) -> list[Reply]:
    async with open_question(state, Renaming.title, EmptyTitle, TitleTooLong):
        post = await services.posts.own(author, asked.post)
        if not (found := await services.publishing.credentials_with_title(post, title)):
            post = await services.editing.rename(author, asked.post, title)
    if found:
        # Another title may be sent instead, and this one would not fit into the button.
        await state.set_state(Renaming.title)
        await state.set_data({**asked.as_data(), "wanted": title})
        return [asked.card_in(message, title_warning(cards, post, asked.at, found)), questioned(message)]
    news = cards.words("rename.done")
    return [asked.card_in(message, cards.card(post, asked.at, news)), accepted(message)]


@router.callback_query(Pressed(TakeTitle))
async def rename_anyway(
    call: CallbackQuery, press: Press, state: FSMContext, editing: Editing
) -> CardReplies:
    data = await state.get_data()
    is_asked = await state.get_state() == Renaming.title.state and data["card"] == press.card.message_id
    if not is_asked or "wanted" not in data:
        question: CardReplies = await ask_for_title(call, press, state)
        return question
    post = await editing.rename(press.author, press.post.id, data["wanted"])
    await state.clear()
    return press.shows_card(post, press.cards.words("rename.done"))
