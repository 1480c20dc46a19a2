"""Texts and files become pastes."""

from dataclasses import asdict

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message
from markupsafe import Markup

from auth.errors import NotRegistered
from auth.models import User
from bot.cards.callbacks import PublishCaption
from bot.cards.card import Cards
from bot.cards.reply import ShownCards
from bot.conversation.card_flow import card_replied_to
from bot.conversation.filters import Grouped, OnCard, When
from bot.conversation.recent_passwords import RecentPasswords
from bot.conversation.states import SHORT, Editing, Pasting, Registering
from bot.handlers.help import not_an_answer
from bot.handlers.password import refuse_in_group
from bot.inbox.files import caption_alone
from bot.inbox.messages import below_command, command_of, text_of, title_in
from bot.inbox.outcomes import Refused
from bot.inbox.preparing import Purpose
from bot.inbox.submit import Submission
from bot.outbox.replies import Answer
from kernel.phrases import Words
from posts.drafts.publishing import Publishing
from posts.titles import shortened

gathered = Router()
files = Router()
commands = Router()
router = Router()
captions = Router()


@gathered.message(StateFilter(None, Pasting.text, Editing.text, Registering.username), Grouped())
async def publish_group(
    _: Message,
    group: tuple[Message, ...],
    state: FSMContext,
    submission: Submission,
    shown: ShownCards,
    recent_passwords: RecentPasswords,
    words: Words,
) -> list[Answer]:
    """A long text, an album, forwards: all of it has come."""
    messages, refusals = await refuse_in_group(group, recent_passwords, words)
    purposes = {message.message_id: await _purpose(message, state, shown) for message in messages}
    return [*refusals, *await submission.take(messages, purposes)]


@gathered.message(StateFilter(*SHORT), Grouped())
async def refuse_group(
    _: Message, group: tuple[Message, ...], state: FSMContext, submission: Submission
) -> list[Answer]:
    """One refusal for all that was sent in one go: else a part of it would be the answer."""
    purpose = {"question": await state.get_state()}
    return await submission.take(group, {message.message_id: purpose for message in group})


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


async def _purpose(message: Message, state: FSMContext, shown: ShownCards) -> Purpose:
    """What it is for: as it replies to a card, else as the bot has asked, which asks no more then."""
    purpose = await _by_reply(message, shown)
    if not purpose and await state.get_state() in (Pasting.text.state, Editing.text.state):
        purpose = await state.get_data()
        await state.clear()
    return purpose


async def _by_reply(message: Message, shown: ShownCards) -> Purpose:
    """A reply to a card is meant for its paste, unless it is told to be a new one."""
    card = None if command_of(message) == "new" else await card_replied_to(message, shown)
    return asdict(card) if card else {}


@captions.callback_query(PublishCaption.filter(), OnCard())
async def publish_caption(
    call: CallbackQuery, card: Message, submission: Submission, state: FSMContext, words: Words
) -> list[Answer]:
    """They are in the message that was answered: the bot has kept nothing of it."""
    original = card.reply_to_message
    if original is None or not original.caption:
        return [call.answer(words.plain("caption.gone"), show_alert=True)]
    purpose = {}
    if await state.get_state() == Pasting.text.state:
        purpose = {"title": (await state.get_data()).get("title")}
        await state.clear()
    answers = await submission.take([caption_alone(original)], {original.message_id: purpose})
    return [call.answer(), card.delete_reply_markup(), *answers]
