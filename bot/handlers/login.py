"""/login: links this chat to an account by its password; /logout: unlinks it."""

from aiogram import F, Router
from aiogram.filters import BaseFilter, Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import Message
from aiogram.types import User as TelegramUser

from auth.errors import HashingBusy, PasswordNotSet, TooManyTries, UserNotFound, WrongPassword
from auth.models import TelegramId, User
from auth.service import AccountService
from bot.conversation.filters import Matches
from bot.conversation.passwords import Password
from bot.conversation.states import LoggingIn, open_question
from bot.middlewares.secret_messages import SECRET
from bot.outbox.group_links import released_cards, withdraw_notices
from bot.outbox.replies import Reply
from bot.registration import Registration
from bot.services import HandlerContext
from kernel.phrases import Words

router = Router()


class UsernameGiven(BaseFilter):
    """Gives the handler the `username` whose password the bot has asked for."""

    async def __call__(self, _: Message, state: FSMContext) -> dict[str, str]:
        return {"username": (await state.get_data()).get("username", "")}


# People send name and password in one message; it works, and the message is deleted.
@router.message(Command("login", magic=F.args.split()[0].as_("username")), Password(behind=2), flags=SECRET)
@router.message(StateFilter(LoggingIn.password), Password(), UsernameGiven(), flags=SECRET)
async def log_in(
    message: Message,
    username: str,
    password: str,
    registration: Registration,
    context: HandlerContext,
) -> list[Reply]:
    owner, cards = context.owner, context.cards
    # After a wait people send the password again, and it must not become a paste.
    mistakes = (WrongPassword, TooManyTries, HashingBusy)
    async with open_question(context.state, LoggingIn.password, *mistakes, username=username):
        welcome = await registration.log_in(owner, username, password)
    withdraw_notices(context.notices, owner, welcome.outcomes)
    done = message.answer(cards.words("login.done", username=welcome.user.username))
    return [done, *released_cards(cards, message.chat.id, context.bot.id, welcome.outcomes)]


@router.message(Command("login", magic=F.args.regexp(r"(\S+)\s+\S")[1].as_("username")))
async def ask_for_password(
    message: Message,
    username: str,
    state: FSMContext,
    accounts: AccountService,
    words: Words,
    event_from_user: TelegramUser,
) -> TelegramMethod[Message]:
    """Ask again where the text behind the name cannot be a password."""
    await _try_username(username, state, accounts, event_from_user)
    return message.reply(words("waiting.password"))


@router.message(Command("login", magic=F.args.as_("username")))
@router.message(StateFilter(LoggingIn.username), Matches(F.text.as_("username")))
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
    return message.answer(words("login.ask"))


@router.message(Command("logout"))
async def log_out(
    message: Message, accounts: AccountService, words: Words, event_from_user: TelegramUser
) -> TelegramMethod[Message]:
    user = await accounts.log_out(TelegramId(event_from_user.id))
    return message.answer(words("logout.done", username=user.username))


async def _try_username(
    username: str, state: FSMContext, accounts: AccountService, person: TelegramUser
) -> User:
    """Return the account, whose password is expected next. Raises what `find_to_log_in` raises."""
    async with open_question(state, LoggingIn.username, UserNotFound, PasswordNotSet):
        user = await accounts.find_to_log_in(TelegramId(person.id), username)
    await state.set_state(LoggingIn.password)
    await state.set_data({"username": user.username})
    return user
