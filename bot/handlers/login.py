"""/login links this chat to an account by its password; /logout unlinks it."""

from aiogram import Bot, F, Router
from aiogram.filters import BaseFilter, Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import Message
from aiogram.types import User as TelegramUser

from auth.errors import HashingBusy, PasswordNotSet, TooManyTries, UserNotFound, WrongPassword
from auth.models import TelegramId, User
from auth.service import AccountService
from bot.cards.card import Cards
from bot.conversation.filters import When
from bot.conversation.passwords import Password
from bot.conversation.states import LoggingIn, question
from bot.middlewares.secret_messages import SECRET
from bot.outbox.group_links import cards_of_kept, tidy_up_groups
from bot.outbox.replies import Answer
from bot.outbox.unstored import Notices
from bot.registration import Registration
from kernel.phrases import Words

router = Router()


class AskedBefore(BaseFilter):
    """Gives the handler the `username` whose password is waited for."""

    async def __call__(self, _: Message, state: FSMContext) -> dict[str, str]:
        return {"username": (await state.get_data()).get("username", "")}


# `/login name password`, all in one: people do it, so it works, and the message is deleted.
@router.message(Command("login", magic=F.args.split()[0].as_("username")), Password(behind=2), flags=SECRET)
@router.message(StateFilter(LoggingIn.password), Password(), AskedBefore(), flags=SECRET)
async def log_in(
    message: Message,
    username: str,
    password: str,
    state: FSMContext,
    registration: Registration,
    words: Words,
    event_from_user: TelegramUser,
    cards: Cards,
    bot: Bot,
    notices: Notices,
) -> list[Answer]:
    owner = TelegramId(event_from_user.id)
    # Who has to wait will send the password after the wait: it must not become a paste then.
    mistakes = (WrongPassword, TooManyTries, HashingBusy)
    async with question(state, LoggingIn.password, *mistakes, username=username):
        welcome = await registration.log_in(owner, username, password)
    tidy_up_groups(notices, owner, welcome.outcomes)
    done = message.answer(words("login.done", username=welcome.user.username))
    return [done, *cards_of_kept(cards, message.chat.id, bot.id, welcome.outcomes)]


@router.message(Command("login", magic=F.args.regexp(r"(\S+)\s+\S")[1].as_("username")))
async def ask_for_password(
    message: Message,
    username: str,
    state: FSMContext,
    accounts: AccountService,
    words: Words,
    event_from_user: TelegramUser,
) -> TelegramMethod[Message]:
    """What stands behind the name cannot be a password."""
    await _try_username(username, state, accounts, event_from_user)
    return message.reply(words("waiting.password"))


@router.message(Command("login", magic=F.args.as_("username")))
@router.message(StateFilter(LoggingIn.username), When(F.text.as_("username")))
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


async def _try_username(
    username: str, state: FSMContext, accounts: AccountService, person: TelegramUser
) -> User:
    """From now on its password is waited for."""
    async with question(state, LoggingIn.username, UserNotFound, PasswordNotSet):
        user = await accounts.find_to_log_in(TelegramId(person.id), username)
    await state.set_state(LoggingIn.password)
    await state.set_data({"username": user.username})
    return user
