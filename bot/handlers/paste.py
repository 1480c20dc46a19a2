"""Texts, files and captions become pastes."""

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
from bot.chat_memory import ChatMemory
from bot.conversation.card_flow import card_question_in, card_replied_to
from bot.conversation.filters import Grouped, Matches, OnCard
from bot.conversation.states import SHORT_ANSWERS, Editing, Pasting, Registering
from bot.handlers.help import not_an_answer
from bot.handlers.password import refuse_passwords
from bot.inbox.files import caption_as_text
from bot.inbox.messages import below_command, command_of, text_of, title_in
from bot.inbox.outcomes import Refused
from bot.inbox.preparing import AnswerTo, Purpose, TitledPaste
from bot.inbox.submit import Submitter
from bot.outbox.replies import Reply
from kernel.phrases import Words
from posts.drafts.publishing import Publishing
from posts.titles import shorten

grouped = Router()
files = Router()
commands = Router()
router = Router()
captions = Router()


@grouped.message(StateFilter(None, Pasting.text, Editing.text, Registering.username), Grouped())
async def publish_group(
    _: Message,
    group: tuple[Message, ...],
    state: FSMContext,
    submitter: Submitter,
    memory: ChatMemory,
    words: Words,
) -> list[Reply]:
    """Publish all messages of a group: a long text, an album, forwarded ones."""
    messages, refusals = await refuse_passwords(group, memory, words)
    purposes = {message.message_id: await _purpose(message, state, memory) for message in messages}
    return [*refusals, *await submitter.submit(messages, purposes)]


@grouped.message(StateFilter(*SHORT_ANSWERS), Grouped())
async def refuse_group(
    _: Message, group: tuple[Message, ...], state: FSMContext, submitter: Submitter
) -> list[Reply]:
    """Refuse a group as an answer, with one reply; otherwise one of its parts would be the answer."""
    purpose = AnswerTo(await state.get_state() or "")
    return await submitter.submit(group, {message.message_id: purpose for message in group})


@commands.message(Command("new"))
async def new(
    message: Message,
    submitter: Submitter,
    publishing: Publishing,
    state: FSMContext,
    user: User | None,
    cards: Cards,
) -> list[Reply]:
    """Publish the text below `/new title`, or ask for it."""
    if text_of(below_command(message)).strip():
        return await submitter.submit([message])
    if user is None:
        raise NotRegistered
    title = title_in(message)
    limit = publishing.title_limit(title)
    title = shorten(title, limit) if limit else title
    await state.set_state(Pasting.text)
    await state.set_data({"title": title})
    text = cards.words("new.send", title=title) if title else cards.words("new.send-untitled")
    cut = cards.words("new.title-cut", count=limit) if limit else None
    return [message.answer(Markup("\n\n").join(filter(None, (cut, text))))]


# Files come before the commands, whose filters also match captions.
@files.message(StateFilter(None, Pasting.text, Registering.username), Matches(F.document))
@router.message(StateFilter(None, Pasting.text, Registering.username), Matches(F.text))
async def publish(
    message: Message, submitter: Submitter, state: FSMContext, user: User | None
) -> list[Reply]:
    """Publish a text or a file; a stranger's is saved until there is a username."""
    purpose = TitledPaste((await state.get_data()).get("title") or "")
    outcomes = await submitter.outcomes([message], {message.message_id: purpose})
    was_asked = await state.get_state() == Pasting.text.state
    if was_asked and user and not any(isinstance(outcome, Refused) for _, outcome in outcomes):
        await state.clear()
    return await submitter.replies(outcomes)


@files.message(Matches(F.document))
async def file_for_an_answer(message: Message, state: FSMContext, words: Words) -> TelegramMethod[Message]:
    reply: TelegramMethod[Message] = await not_an_answer(message, state, words)
    return reply


@captions.callback_query(PublishCaption.filter(), OnCard())
async def publish_caption(
    call: CallbackQuery, card: Message, submitter: Submitter, state: FSMContext, words: Words
) -> list[Reply]:
    """Publish the caption of the message that the card replies to; the bot has not stored it."""
    original = card.reply_to_message
    if original is None or not original.caption:
        return [call.answer(words.plain("caption.gone"), show_alert=True)]
    purpose = None
    if await state.get_state() == Pasting.text.state:
        purpose = await _titled_paste(state)
        await state.clear()
    replies = await submitter.submit([caption_as_text(original)], {original.message_id: purpose})
    return [call.answer(), card.delete_reply_markup(), *replies]


async def _purpose(message: Message, state: FSMContext, memory: ChatMemory) -> Purpose | None:
    """Return the card that the message replies to, else the open question, which is closed."""
    if command_of(message) != "new" and (card := await card_replied_to(message, memory)):
        return card
    match await state.get_state():
        case Pasting.text.state:
            purpose: Purpose | None = await _titled_paste(state)
        case Editing.text.state:
            purpose = await card_question_in(state)
        case _:
            return None
    await state.clear()
    return purpose


async def _titled_paste(state: FSMContext) -> TitledPaste | None:
    title = (await state.get_data()).get("title")
    return None if title is None else TitledPaste(title)
