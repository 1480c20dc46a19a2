"""/login links this chat to an account by its password; /logout unlinks it."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import Message
from aiogram.types import User as TelegramUser

from auth.models import TelegramId
from auth.service import AccountService
from bot.filters import When
from bot.middlewares.secrecy import SECRET
from bot.states import LoggingIn
from kernel.phrases import Words

router = Router()


@router.message(Command("login", magic=F.args.regexp(r"\S+\s+\S")), flags=SECRET)
async def log_in_at_once(
    message: Message,
    command: CommandObject,
    accounts: AccountService,
    words: Words,
    event_from_user: TelegramUser,
) -> TelegramMethod[Message]:
    """`/login name password`, all in one: people do it, so it works, and the message is deleted."""
    username, password = (command.args or "").split(maxsplit=1)
    user = await accounts.log_in(TelegramId(event_from_user.id), username, password)
    return message.answer(words("login.done", username=user.username))


@router.message(Command("login"))
async def ask_for_username(
    message: Message,
    command: CommandObject,
    state: FSMContext,
    accounts: AccountService,
    words: Words,
    event_from_user: TelegramUser,
) -> TelegramMethod[Message]:
    if command.args:
        return await _ask_for_password(message, command.args, state, accounts, words, event_from_user)
    await accounts.must_be_unlinked(TelegramId(event_from_user.id))
    await state.set_state(LoggingIn.username)
    return message.answer(words("login.whom"))


@router.message(LoggingIn.username, When(F.text.as_("username")))
async def take_username(
    message: Message,
    username: str,
    state: FSMContext,
    accounts: AccountService,
    words: Words,
    event_from_user: TelegramUser,
) -> TelegramMethod[Message]:
    return await _ask_for_password(message, username, state, accounts, words, event_from_user)


@router.message(LoggingIn.password, When(F.text.as_("password")), flags=SECRET)
async def take_password(
    message: Message,
    password: str,
    state: FSMContext,
    accounts: AccountService,
    words: Words,
    event_from_user: TelegramUser,
) -> TelegramMethod[Message]:
    username = (await state.get_data()).get("username", "")
    user = await accounts.log_in(TelegramId(event_from_user.id), username, password)
    await state.clear()
    return message.answer(words("login.done", username=user.username))


@router.message(Command("logout"))
async def log_out(
    message: Message, accounts: AccountService, words: Words, event_from_user: TelegramUser
) -> TelegramMethod[Message]:
    user = await accounts.log_out(TelegramId(event_from_user.id))
    return message.answer(words("logout.done", username=user.username))


async def _ask_for_password(
    message: Message,
    username: str,
    state: FSMContext,
    accounts: AccountService,
    words: Words,
    person: TelegramUser,
) -> TelegramMethod[Message]:
    user = await accounts.find_to_log_in(TelegramId(person.id), username)
    await state.set_state(LoggingIn.password)
    await state.set_data({"username": user.username})
    return message.answer(words("login.password", username=user.username))
