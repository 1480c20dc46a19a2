"""/help, /cancel, and replies to messages that the bot cannot handle."""

from typing import Final

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.conversation.filters import Matches
from bot.conversation.states import Pasting, Registering, reminder
from bot.inbox.files import nothing_to_publish_body
from bot.inbox.messages import command_of
from kernel.phrases import Words

_MAX_ECHO_CHARACTERS: Final = 64
# Types of messages that people send, and wait for an answer to; others are service messages.
_SENT: Final = {
    ContentType.ANIMATION,
    ContentType.AUDIO,
    ContentType.CONTACT,
    ContentType.DICE,
    ContentType.DOCUMENT,
    ContentType.GAME,
    ContentType.LOCATION,
    ContentType.PAID_MEDIA,
    ContentType.PHOTO,
    ContentType.POLL,
    ContentType.STICKER,
    ContentType.STORY,
    ContentType.TEXT,
    ContentType.UNKNOWN,
    ContentType.VENUE,
    ContentType.VIDEO,
    ContentType.VIDEO_NOTE,
    ContentType.VOICE,
}
# States in which a caption may be published.
_WAITING_FOR_TEXTS: Final = (None, Pasting.text.state, Registering.username.state)
commands = Router()
unknown = Router()
router = Router()


@commands.message(Command("help"))
async def explain(message: Message, words: Words) -> TelegramMethod[Message]:
    return message.answer(words("help"))


@commands.message(Command("cancel"))
async def cancel(message: Message, words: Words, interrupted: str | None = None) -> TelegramMethod[Message]:
    return message.answer(words("cancel.done" if interrupted else "cancel.nothing"))


@unknown.message(StateFilter(None, Registering), Matches(F.func(command_of)), Matches(F.text.as_("text")))
async def unknown_command(message: Message, text: str, words: Words) -> TelegramMethod[Message]:
    return message.answer(words("unknown-command", command=text.split(maxsplit=1)[0][:_MAX_ECHO_CHARACTERS]))


@router.message(Matches(F.content_type.in_(_SENT)))
async def not_an_answer(message: Message, state: FSMContext, words: Words) -> TelegramMethod[Message]:
    """Say what to send, to stickers, photos and the like, and texts that do not answer the open question."""
    waiting_for = await state.get_state()
    if waiting_for in _WAITING_FOR_TEXTS and message.caption:
        return message.reply(**nothing_to_publish_body(message, words))
    return message.reply(reminder(waiting_for, words) if waiting_for else words("send-text"))


@router.callback_query()
async def forgotten_button(call: CallbackQuery, words: Words) -> TelegramMethod[bool]:
    return call.answer(words.plain("forgotten-button"), show_alert=True)
