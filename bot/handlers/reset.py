"""/reset: sends a one-time code to the account's linked chats, and sets a new password for it."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import Message
from aiogram.types import User as TelegramUser

from auth.errors import (
    CodeExpired,
    HashingBusy,
    PasswordTooLong,
    PasswordTooShort,
    UserNotFound,
    WrongCode,
)
from auth.models import TelegramId, User, UserId
from auth.service import AccountService
from bot.chat_memory import ChatMemory
from bot.conversation.filters import Matches
from bot.conversation.passwords import Password, may_be_code
from bot.conversation.states import Resetting, open_question
from bot.middlewares.secret_messages import SECRET
from kernel.phrases import Words
from notifier.queue import request_one_time_code

router = Router()


@router.message(Command("reset"))
async def begin(
    message: Message,
    command: CommandObject,
    state: FSMContext,
    accounts: AccountService,
    user: User | None,
    words: Words,
    event_from_user: TelegramUser,
) -> TelegramMethod[Message]:
    """Reset the account named behind the command, else the one of this chat."""
    username = command.args or (user and user.username)
    if username:
        return await _request(message, username, state, accounts, words, event_from_user)
    await state.set_state(Resetting.username)
    return message.answer(words("reset.ask"))


@router.message(StateFilter(Resetting.username), Matches(F.text.as_("username")))
async def take_username(
    message: Message,
    username: str,
    state: FSMContext,
    accounts: AccountService,
    words: Words,
    event_from_user: TelegramUser,
) -> TelegramMethod[Message]:
    return await _request(message, username, state, accounts, words, event_from_user)


# Only what may be the code: a longer message is a text, and must not be deleted.
@router.message(StateFilter(Resetting.code), Matches(F.func(may_be_code)), flags=SECRET)
async def take_code(
    message: Message, state: FSMContext, accounts: AccountService, words: Words
) -> TelegramMethod[Message]:
    reset = await state.get_data()
    try:
        async with open_question(state, Resetting.code, WrongCode):
            await accounts.redeem_code(UserId(reset["user"]), message.text or "")
    except CodeExpired:
        await state.set_state(Resetting.over)
        raise
    await state.set_state(Resetting.password)
    await state.set_data(reset)
    return message.answer(words("reset.password"))


@router.message(StateFilter(Resetting.password), Password(), flags=SECRET)
async def take_password(
    message: Message,
    password: str,
    state: FSMContext,
    accounts: AccountService,
    words: Words,
    memory: ChatMemory,
) -> TelegramMethod[Message]:
    reset = await state.get_data()
    async with open_question(state, Resetting.password, PasswordTooShort, PasswordTooLong, HashingBusy):
        await accounts.set_password(UserId(reset["user"]), password)
    await memory.passwords.remember(message.chat.id, password)
    return message.answer(words("password.done", username=reset["username"]))


async def _request(
    message: Message,
    username: str,
    state: FSMContext,
    accounts: AccountService,
    words: Words,
    person: TelegramUser,
) -> TelegramMethod[Message]:
    async with open_question(state, Resetting.username, UserNotFound):
        account = await accounts.ask_for_code(TelegramId(person.id), username)
    # Before the commit: if the queue is unavailable, the update is tried again and sends another code.
    await request_one_time_code(account.id)
    await state.set_state(Resetting.code)
    await state.set_data({"user": account.id, "username": account.username})
    return message.answer(words("reset.code", username=account.username))
