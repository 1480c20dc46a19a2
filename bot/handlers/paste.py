"""Texts and files become pastes."""

from aiogram import Bot, F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import Message
from aiogram.types import User as TelegramUser

from auth.models import TelegramId, User
from bot.cards import Cards
from bot.drafts import draft_of_message
from bot.filters import Registered, Stranger, When
from bot.handlers.help import not_an_answer
from bot.registration import Registration, username_button
from bot.states import Pasting, Registering
from kernel.phrases import Words
from posts.models import Draft
from posts.service import PostService
from posts.titles import clean_title

files = Router()
commands = Router()
router = Router()


@commands.message(Command("new"), Registered())
async def new(
    message: Message, bot: Bot, state: FSMContext, posts: PostService, author: User, cards: Cards
) -> TelegramMethod[Message]:
    """`/new title`, then the text: in the next message, or in this one from the second line on."""
    title, text = titled(message.text or "")
    if text.strip():
        written = message.model_copy(update={"text": text, "entities": None})
        draft = await draft_of_message(written, bot, title)
        return await _publish(message, draft, posts, author, cards)
    await state.set_state(Pasting.text)
    await state.set_data({"title": title})
    return message.answer(cards.words("new.send", title=title) if title else cards.words("new.send-untitled"))


# Before the commands, which would take a file's caption for one.
@files.message(StateFilter(None, Registering.username), When(F.document), Stranger())
@router.message(StateFilter(None, Registering.username), When(F.text), Stranger())
async def keep(
    message: Message,
    bot: Bot,
    state: FSMContext,
    registration: Registration,
    words: Words,
    event_from_user: TelegramUser,
) -> TelegramMethod[Message]:
    """A stranger's text waits until there is a username for it."""
    draft = await draft_of_message(message, bot, titled(message.caption or "")[0])
    await registration.posts.keep_draft(TelegramId(event_from_user.id), draft)
    await state.set_state(Registering.username)
    suggestion = await registration.suggestion(event_from_user)
    return message.answer(
        words("start.kept", title=draft.title), reply_markup=username_button(words, suggestion)
    )


@files.message(StateFilter(None, Pasting.text), When(F.document), Registered())
@router.message(StateFilter(None, Pasting.text), When(F.text), Registered())
async def publish(
    message: Message, bot: Bot, state: FSMContext, posts: PostService, author: User, cards: Cards
) -> TelegramMethod[Message]:
    title = (await state.get_data()).get("title") or titled(message.caption or "")[0]
    answer = await _publish(message, await draft_of_message(message, bot, title), posts, author, cards)
    await state.clear()
    return answer


@files.message(When(F.document))
async def file_for_an_answer(message: Message, state: FSMContext, words: Words) -> TelegramMethod[Message]:
    answer: TelegramMethod[Message] = await not_an_answer(message, state, words)
    return answer


def titled(text: str) -> tuple[str, str]:
    """The title behind `/new` and the text from the second line on; no title where there is no `/new`."""
    line, _, rest = text.partition("\n")
    command, _, title = line.partition(" ")
    return (clean_title(title), rest) if command.partition("@")[0] == "/new" else ("", rest)


async def _publish(
    message: Message, draft: Draft, posts: PostService, author: User, cards: Cards
) -> TelegramMethod[Message]:
    post = await posts.publish(author, draft)
    return message.reply(cards.text(post), reply_markup=cards.buttons(post))
