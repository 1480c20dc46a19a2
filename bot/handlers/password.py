"""/password: sets the password that other chats log in with."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import Message

from auth.models import User
from auth.service import AccountService
from bot.filters import Registered, When
from bot.middlewares.secrecy import SECRET
from bot.states import SettingPassword
from kernel.phrases import Words

router = Router()


@router.message(Command("password", magic=F.args.as_("password")), Registered(), flags=SECRET)
@router.message(SettingPassword.password, When(F.text.as_("password")), Registered(), flags=SECRET)
async def set_password(
    message: Message, password: str, state: FSMContext, accounts: AccountService, author: User, words: Words
) -> TelegramMethod[Message]:
    await accounts.set_password(author.id, password)
    await state.clear()
    return message.answer(words("password.done", username=author.username))


@router.message(Command("password"), Registered())
async def ask(message: Message, state: FSMContext, words: Words) -> TelegramMethod[Message]:
    await state.set_state(SettingPassword.password)
    return message.answer(words("password.ask"))
