"""/password: sets the password for logging in elsewhere. The same password, sent again, is deleted."""

from collections.abc import Sequence
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import BaseFilter, Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import Message

from auth.errors import HashingBusy, NotRegistered, PasswordTooLong, PasswordTooShort
from auth.models import User
from auth.service import AccountService
from bot.chat_memory import ChatMemory
from bot.conversation.filters import Grouped, Matches, Registered
from bot.conversation.passwords import Password
from bot.conversation.states import LoggingIn, Resetting, SettingPassword, open_question
from bot.inbox.messages import below_command, text_of, title_in
from bot.middlewares.secret_messages import SECRET, delete_secret
from kernel.phrases import Words

router = Router()
repeated = Router()
repeated.message.filter(Matches(F.chat.type == ChatType.PRIVATE))
repeated.edited_message.filter(Matches(F.chat.type == ChatType.PRIVATE))
_NO_PASSWORD_ASKED = ~StateFilter(SettingPassword.password, LoggingIn.password, Resetting.password)


class RepeatedPassword(BaseFilter):
    """Texts and captions that are a password which this chat has set in the last ten minutes."""

    async def __call__(self, message: Message, memory: ChatMemory) -> bool:
        return await is_repeated(message, memory)


async def is_repeated(message: Message, memory: ChatMemory) -> bool:
    """Return whether the message is a password set lately, or has it behind `/new` or below a first line."""
    texts = {text_of(below_command(message)), text_of(message).partition("\n")[2], title_in(message)}
    return any([await memory.passwords.has(message.chat.id, text) for text in texts])


async def refuse_passwords(
    group: Sequence[Message], memory: ChatMemory, words: Words
) -> tuple[list[Message], list[TelegramMethod[Any]]]:
    """Delete repeated passwords among grouped messages; return the other messages, and the replies."""
    others: list[Message] = []
    replies: list[TelegramMethod[Any]] = []
    for message in group:
        if not await is_repeated(message, memory):
            others.append(message)
            continue
        replies.append(message.answer(words("password.repeated")))
        if not await delete_secret(message):
            replies.append(message.reply(words("secret-not-deleted")))
    return others, replies


# Before all handlers that publish a text or take it for an answer.
@repeated.message(~Grouped(), _NO_PASSWORD_ASKED, RepeatedPassword(), flags=SECRET)
@repeated.edited_message(RepeatedPassword(), flags=SECRET)
async def refuse_to_publish(message: Message, words: Words) -> TelegramMethod[Message]:
    return message.answer(words("password.repeated"))


@router.message(Command("password"), Password(behind=1), flags=SECRET)
@router.message(StateFilter(SettingPassword.password), Password(), flags=SECRET)
async def set_password(
    message: Message,
    password: str,
    state: FSMContext,
    accounts: AccountService,
    user: User | None,
    words: Words,
    memory: ChatMemory,
) -> TelegramMethod[Message]:
    async with open_question(state, SettingPassword.password, PasswordTooShort, PasswordTooLong, HashingBusy):
        # Not by a filter, so that a stranger's password is deleted, too.
        if user is None:
            raise NotRegistered
        await accounts.set_password(user.id, password)
    await memory.passwords.remember(message.chat.id, password)
    return message.answer(words("password.done", username=user.username))


@router.message(Command("password"), Registered())
async def ask(
    message: Message, command: CommandObject, state: FSMContext, words: Words
) -> TelegramMethod[Message]:
    await state.set_state(SettingPassword.password)
    if command.args:
        return message.reply(words("waiting.password"))
    return message.answer(words("password.ask"))
