"""/login links this chat to an account by its password; /logout unlinks it."""

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import Message
from aiogram.types import User as TelegramUser

from auth.errors import PasswordNotSet, TooManyTries, UserNotFound, WrongPassword
from auth.models import TelegramId, User
from auth.service import AccountService
from bot.answering.answers import Answer
from bot.answering.group_links import cards_of_kept, tidy_up_groups
from bot.answering.notices import Notices
from bot.cards.card import Cards
from bot.conversation.filters import When
from bot.conversation.passwords import Password
from bot.conversation.questions import question
from bot.conversation.states import LoggingIn
from bot.middlewares.secrecy import SECRET
from kernel.phrases import Words
from posts.publishing import Publishing

router = Router()


@router.message(Command("login"), Password(behind=2), flags=SECRET)
async def log_in_at_once(
    message: Message,
    command: CommandObject,
    password: str,
    state: FSMContext,
    accounts: AccountService,
    words: Words,
    event_from_user: TelegramUser,
    publishing: Publishing,
    cards: Cards,
    bot: Bot,
    notices: Notices,
) -> list[Answer]:
    """`/login name password`, all in one: people do it, so it works, and the message is deleted."""
    username = _username_in(command)
    return await _log_in(
        message,
        username,
        password,
        state,
        accounts,
        words,
        event_from_user,
        publishing,
        cards,
        bot.id,
        notices,
    )


@router.message(Command("login", magic=F.args.regexp(r"\S+\s+\S")))
async def ask_for_password(
    message: Message,
    command: CommandObject,
    state: FSMContext,
    accounts: AccountService,
    words: Words,
    event_from_user: TelegramUser,
) -> TelegramMethod[Message]:
    """What stands behind the name cannot be a password."""
    await _try_username(_username_in(command), state, accounts, event_from_user)
    return message.reply(words("waiting.password"))


@router.message(LoggingIn.password, Password(), flags=SECRET)
async def take_password(
    message: Message,
    password: str,
    state: FSMContext,
    accounts: AccountService,
    words: Words,
    event_from_user: TelegramUser,
    publishing: Publishing,
    cards: Cards,
    bot: Bot,
    notices: Notices,
) -> list[Answer]:
    username = (await state.get_data()).get("username", "")
    return await _log_in(
        message,
        username,
        password,
        state,
        accounts,
        words,
        event_from_user,
        publishing,
        cards,
        bot.id,
        notices,
    )


@router.message(Command("login", magic=F.args.as_("username")))
@router.message(LoggingIn.username, When(F.text.as_("username")))
async def take_username(
    message: Message,
    username: str,
    state: FSMContext,
    accounts: AccountService,
    words: Words,
    event_from_user: TelegramUser,
) -> TelegramMethod[Message]:
    user = await _try_username(username, state, accounts, event_from_user)
    return message.answer(words("login.password", username=user.username))


@router.message(Command("login"))
async def ask_for_username(
    message: Message, state: FSMContext, accounts: AccountService, words: Words, event_from_user: TelegramUser
) -> TelegramMethod[Message]:
    await accounts.must_be_unlinked(TelegramId(event_from_user.id))
    await state.set_state(LoggingIn.username)
    return message.answer(words("login.whom"))


@router.message(Command("logout"))
async def log_out(
    message: Message, accounts: AccountService, words: Words, event_from_user: TelegramUser
) -> TelegramMethod[Message]:
    user = await accounts.log_out(TelegramId(event_from_user.id))
    return message.answer(words("logout.done", username=user.username))


def _username_in(command: CommandObject) -> str:
    return (command.args or "").split(maxsplit=1)[0]


async def _try_username(
    username: str, state: FSMContext, accounts: AccountService, person: TelegramUser
) -> User:
    """From now on its password is waited for."""
    async with question(state, LoggingIn.username, UserNotFound, PasswordNotSet):
        user = await accounts.find_to_log_in(TelegramId(person.id), username)
    await state.set_state(LoggingIn.password)
    await state.set_data({"username": user.username})
    return user


async def _log_in(
    message: Message,
    username: str,
    password: str,
    state: FSMContext,
    accounts: AccountService,
    words: Words,
    person: TelegramUser,
    publishing: Publishing,
    cards: Cards,
    bot_id: int,
    notices: Notices,
) -> list[Answer]:
    # Who has to wait will send the password after the wait: it must not become a paste then.
    async with question(state, LoggingIn.password, WrongPassword, TooManyTries, username=username):
        user = await accounts.log_in(TelegramId(person.id), username, password)
    kept = await publishing.release_kept(user, TelegramId(person.id))
    tidy_up_groups(notices, person.id, kept)
    done = message.answer(words("login.done", username=user.username))
    return [done, *cards_of_kept(cards, message.chat.id, bot_id, kept)]
