"""/password: sets the password that other chats log in with."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import Message

from auth.errors import NotRegistered, PasswordTooLong, PasswordTooShort
from auth.models import User
from auth.service import AccountService
from bot.conversation.filters import Registered
from bot.conversation.passwords import Password
from bot.conversation.questions import question
from bot.conversation.states import SettingPassword
from bot.middlewares.secrecy import SECRET
from kernel.phrases import Words

router = Router()


@router.message(Command("password"), Password(behind=1), flags=SECRET)
@router.message(SettingPassword.password, Password(), flags=SECRET)
async def set_password(
    message: Message,
    password: str,
    state: FSMContext,
    accounts: AccountService,
    user: User | None,
    words: Words,
) -> TelegramMethod[Message]:
    async with question(state, SettingPassword.password, PasswordTooShort, PasswordTooLong):
        # Asked here and not by a filter: a stranger's password is deleted too.
        if user is None:
            raise NotRegistered
        await accounts.set_password(user.id, password)
    return message.answer(words("password.done", username=user.username))


@router.message(Command("password"), Registered())
async def ask(
    message: Message, command: CommandObject, state: FSMContext, words: Words
) -> TelegramMethod[Message]:
    await state.set_state(SettingPassword.password)
    if command.args:
        return message.reply(words("waiting.password"))
    return message.answer(words("password.ask"))
