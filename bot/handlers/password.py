"""/password: sets the password that other chats log in with. A password that is sent once more is deleted."""

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
from bot.conversation.filters import Grouped, Registered, When
from bot.conversation.passwords import Password
from bot.conversation.recent_passwords import RecentPasswords
from bot.conversation.states import LoggingIn, Resetting, SettingPassword, question
from bot.inbox.messages import below_command, text_of, title_in
from bot.middlewares.secret_messages import SECRET, is_deleted
from kernel.phrases import Words

router = Router()
repeated = Router()
repeated.message.filter(When(F.chat.type == ChatType.PRIVATE))
repeated.edited_message.filter(When(F.chat.type == ChatType.PRIVATE))
_NO_PASSWORD_ASKED = ~StateFilter(SettingPassword.password, LoggingIn.password, Resetting.password)


class RepeatedPassword(BaseFilter):
    """Whether the text or caption is a password that this chat has set in the last ten minutes."""

    async def __call__(self, message: Message, recent_passwords: RecentPasswords) -> bool:
        return await is_repeated(message, recent_passwords)


async def is_repeated(message: Message, recent_passwords: RecentPasswords) -> bool:
    """Also as a title behind `/new`, or below it."""
    told = {text_of(below_command(message)), text_of(message).partition("\n")[2], title_in(message)}
    return any([await recent_passwords.has(message.chat.id, one) for one in told])


async def refuse_in_group(
    group: Sequence[Message], recent_passwords: RecentPasswords, words: Words
) -> tuple[list[Message], list[TelegramMethod[Any]]]:
    """Delete passwords among messages that belong together; return the others, and what is to be said."""
    others: list[Message] = []
    answers: list[TelegramMethod[Any]] = []
    for message in group:
        if not await is_repeated(message, recent_passwords):
            others.append(message)
            continue
        answers.append(message.answer(words("password.repeated")))
        if not await is_deleted(message):
            answers.append(message.reply(words("secret-stays")))
    return others, answers


# Before all that publishes, gathers, or takes a text for an answer.
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
    recent_passwords: RecentPasswords,
) -> TelegramMethod[Message]:
    async with question(state, SettingPassword.password, PasswordTooShort, PasswordTooLong, HashingBusy):
        # Asked here and not by a filter: a stranger's password is deleted too.
        if user is None:
            raise NotRegistered
        await accounts.set_password(user.id, password)
    await recent_passwords.remember(message.chat.id, password)
    return message.answer(words("password.done", username=user.username))


@router.message(Command("password"), Registered())
async def ask(
    message: Message, command: CommandObject, state: FSMContext, words: Words
) -> TelegramMethod[Message]:
    await state.set_state(SettingPassword.password)
    if command.args:
        return message.reply(words("waiting.password"))
    return message.answer(words("password.ask"))
