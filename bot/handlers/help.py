"""/help, /cancel, and what to read where the bot cannot follow."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.filters import When
from bot.middlewares.commands import is_command
from kernel.phrases import Words

commands = Router()
router = Router()


@commands.message(Command("help"))
async def explain(message: Message, words: Words) -> TelegramMethod[Message]:
    return message.answer(words("help"))


@commands.message(Command("cancel"))
async def cancel(message: Message, words: Words, interrupted: str | None = None) -> TelegramMethod[Message]:
    return message.answer(words("cancel.done" if interrupted else "cancel.nothing"))


@commands.message(When(F.func(is_command)), When(F.text.as_("text")))
async def unknown_command(message: Message, text: str, words: Words) -> TelegramMethod[Message]:
    return message.answer(words("unknown-command", command=text.split(maxsplit=1)[0]))


@router.message()
async def not_a_text(message: Message, state: FSMContext, words: Words) -> TelegramMethod[Message]:
    """Stickers, photos, voices: says what can be sent instead, also in the middle of a conversation."""
    waiting = await state.get_state()
    return message.reply(words("send-words" if waiting else "send-text"))


@router.callback_query()
async def forgotten_button(call: CallbackQuery, words: Words) -> TelegramMethod[bool]:
    return call.answer(words.plain("forgotten-button"), show_alert=True)
