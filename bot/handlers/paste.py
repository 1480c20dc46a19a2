"""Texts and files become pastes."""

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import Message
from aiogram.types import User as TelegramUser

from auth.models import TelegramId, User
from bot.cards import card_buttons, card_text
from bot.drafts import draft_of_message
from bot.filters import Registered, Stranger, When
from bot.registration import Registration, username_button
from bot.states import Pasting, Registering
from kernel.address import PublicAddress
from kernel.phrases import Words
from posts.models import Draft
from posts.service import PostService

commands = Router()
router = Router()


@commands.message(Command("new"), Registered())
async def new(
    message: Message,
    bot: Bot,
    state: FSMContext,
    posts: PostService,
    author: User,
    words: Words,
    address: PublicAddress,
) -> TelegramMethod[Message]:
    """`/new title`, then the text: in the next message, or in this one from the second line on."""
    command, _, text = (message.text or "").partition("\n")
    title = command.partition(" ")[2].strip()
    if text.strip():
        written = message.model_copy(update={"text": text, "entities": None})
        return await _publish(
            message, await draft_of_message(written, bot, title), posts, author, words, address
        )
    await state.set_state(Pasting.text)
    await state.set_data({"title": title})
    return message.answer(words("new.send", title=title) if title else words("new.send-untitled"))


@router.message(When(F.text | F.document), Stranger())
async def keep(
    message: Message,
    bot: Bot,
    state: FSMContext,
    registration: Registration,
    words: Words,
    event_from_user: TelegramUser,
) -> TelegramMethod[Message]:
    """A stranger's text waits until there is a username for it."""
    draft = await draft_of_message(message, bot)
    await registration.posts.keep_draft(TelegramId(event_from_user.id), draft)
    await state.set_state(Registering.username)
    suggestion = await registration.suggestion(event_from_user)
    return message.answer(
        words("start.kept", title=draft.title), reply_markup=username_button(words, suggestion)
    )


@router.message(When(F.text | F.document), Registered())
async def publish(
    message: Message,
    bot: Bot,
    state: FSMContext,
    posts: PostService,
    author: User,
    words: Words,
    address: PublicAddress,
) -> TelegramMethod[Message]:
    title = (await state.get_data()).get("title")
    draft = await draft_of_message(message, bot, title)
    await state.clear()
    return await _publish(message, draft, posts, author, words, address)


async def _publish(
    message: Message, draft: Draft, posts: PostService, author: User, words: Words, address: PublicAddress
) -> TelegramMethod[Message]:
    post = await posts.publish(author, draft)
    return message.reply(card_text(words, address, post), reply_markup=card_buttons(words, address, post))
