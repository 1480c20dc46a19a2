"""Texts and files become pastes."""

from dataclasses import asdict
from functools import partial

from aiogram import Bot, F, Router
from aiogram.enums import ChatAction
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendChatAction, TelegramMethod
from aiogram.types import Message
from markupsafe import Markup

from auth.errors import NotRegistered
from auth.models import User
from bot.answering.answers import Answer
from bot.cards.card import Cards
from bot.cards.shown import ShownCards
from bot.conversation.filters import When
from bot.conversation.replies import card_replied_to
from bot.conversation.states import SHORT, Editing, Pasting, Registering
from bot.gathering.gathered import Belongs
from bot.gathering.gatherer import Gatherer
from bot.handlers.help import not_an_answer
from bot.middlewares.commands import command_of
from bot.taking.new_command import below_command, title_in
from bot.taking.pieces import piece_of
from bot.taking.submission import Purpose, Submission
from bot.taking.taken import Refused
from bot.taking.texts import text_of
from kernel.phrases import Words
from kernel.transaction import Jobs
from posts.gathering import Gathering
from posts.publishing import Publishing
from posts.titles import shortened

gathered = Router()
files = Router()
commands = Router()
router = Router()


@gathered.message(StateFilter(None, Pasting.text, Editing.text, Registering.username), Belongs())
async def gather(
    message: Message,
    bot: Bot,
    state: FSMContext,
    gathering: Gathering,
    gatherer: Gatherer,
    shown: ShownCards,
    jobs: Jobs,
) -> list[Answer]:
    """What may have more to it waits until nothing more comes."""
    purpose = await _by_reply(message, shown)
    if not purpose and await state.get_state() in (Pasting.text.state, Editing.text.state):
        purpose = await state.get_data()
        await state.clear()
    return await _gathered(message, bot, purpose, gathering, gatherer, jobs)


@gathered.message(StateFilter(*SHORT), Belongs())
async def gather_what_is_no_answer(
    message: Message, bot: Bot, state: FSMContext, gathering: Gathering, gatherer: Gatherer, jobs: Jobs
) -> list[Answer]:
    """One refusal for all that was sent in one go: else a part of it would be the answer."""
    purpose = {"question": await state.get_state()}
    return await _gathered(message, bot, purpose, gathering, gatherer, jobs)


@commands.message(Command("new"))
async def new(
    message: Message,
    submission: Submission,
    publishing: Publishing,
    state: FSMContext,
    user: User | None,
    cards: Cards,
) -> list[Answer]:
    """`/new title`, then the text: in the next message, or in this one from the second line on."""
    if text_of(below_command(message)).strip():
        return await submission.take([message])
    if user is None:
        raise NotRegistered
    title = title_in(message)
    limit = publishing.title_limit(title)
    title = shortened(title, limit) if limit else title
    await state.set_state(Pasting.text)
    await state.set_data({"title": title})
    text = cards.words("new.send", title=title) if title else cards.words("new.send-untitled")
    cut = cards.words("new.title-cut", count=limit) if limit else None
    return [message.answer(Markup("\n\n").join(filter(None, (cut, text))))]


# Files before the commands, which would take a file's caption for one.
@files.message(StateFilter(None, Pasting.text, Registering.username), When(F.document))
@router.message(StateFilter(None, Pasting.text, Registering.username), When(F.text))
async def publish(message: Message, submission: Submission, state: FSMContext) -> list[Answer]:
    """A stranger's text waits until there is a username for it."""
    title = (await state.get_data()).get("title")
    results = await submission.results([message], {message.message_id: {"title": title}})
    was_asked = await state.get_state() == Pasting.text.state
    if was_asked and submission.user and not any(isinstance(result, Refused) for _, result in results):
        await state.clear()
    return await submission.answers(results)


@files.message(When(F.document))
async def file_for_an_answer(message: Message, state: FSMContext, words: Words) -> TelegramMethod[Message]:
    answer: TelegramMethod[Message] = await not_an_answer(message, state, words)
    return answer


async def _gathered(
    message: Message, bot: Bot, purpose: Purpose, gathering: Gathering, gatherer: Gatherer, jobs: Jobs
) -> list[Answer]:
    is_first = not await gathering.is_under_way(bot.id, message.chat.id)
    await gathering.add(piece_of(message, bot, purpose))
    jobs.add(partial(gatherer.expect, bot, message.chat.id))
    return [SendChatAction(chat_id=message.chat.id, action=ChatAction.TYPING)] if is_first else []


async def _by_reply(message: Message, shown: ShownCards) -> Purpose:
    """A reply to a card is meant for its paste, unless it is told to be a new one."""
    card = None if command_of(message) == "new" else await card_replied_to(message, shown)
    return asdict(card) if card else {}
