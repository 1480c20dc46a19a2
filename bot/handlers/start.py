"""/start, and the way from a stranger to an account."""

from aiogram import Bot, F, Router
from aiogram.filters import CommandObject, CommandStart, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message
from aiogram.types import User as TelegramUser

from auth.models import TelegramId, User
from bot.cards.callbacks import TakeUsername
from bot.cards.card import Cards
from bot.cards.reply import Said
from bot.conversation.filters import OnCard, Stranger, When
from bot.conversation.states import Pasting, Registering
from bot.handlers.inline import NEW_PASTE
from bot.inbox.submit import asking, kept_text
from bot.outbox.group_links import cards_of_kept, tidy_up_groups
from bot.outbox.replies import Answer
from bot.outbox.unstored import Notices
from bot.registration import Registration, Welcome, invitation, looks_like_a_name, username_button
from kernel.phrases import Words
from notifier.service import SubscriptionService
from posts.drafts.publishing import Publishing

router = Router()


@router.message(CommandStart(), Stranger())
async def greet(
    message: Message,
    command: CommandObject,
    state: FSMContext,
    registration: Registration,
    publishing: Publishing,
    words: Words,
    event_from_user: TelegramUser,
) -> Answer:
    kept = await publishing.draft_titles(TelegramId(event_from_user.id))
    await state.set_state(Registering.username)
    await state.set_data({"invited_by": invitation(command.args), "asked": bool(kept)})
    suggestion = await registration.suggestion(event_from_user)
    text = kept_text(words, kept) if kept else words("start.greeting")
    said: Said = {"text": text, "reply_markup": username_button(words, suggestion)}
    return asking(message.chat.id, said)


@router.message(CommandStart())
async def welcome_back(
    message: Message,
    command: CommandObject,
    state: FSMContext,
    subscriptions: SubscriptionService,
    user: User,
    words: Words,
) -> TelegramMethod[Message]:
    if command.args == NEW_PASTE:
        await state.set_state(Pasting.text)
        return message.answer(words("new.send-untitled"))
    if wanted := invitation(command.args):
        followed = await subscriptions.follow(user, wanted)
        return message.answer(words("follow.done", username=followed.username))
    return message.answer(words("start.back", username=user.username))


@router.message(
    StateFilter(Registering.username), When(F.text), When(F.text.func(looks_like_a_name)), Stranger()
)
async def choose_username(
    message: Message,
    state: FSMContext,
    registration: Registration,
    cards: Cards,
    bot: Bot,
    event_from_user: TelegramUser,
    notices: Notices,
) -> list[Answer]:
    invited_by = (await state.get_data()).get("invited_by")
    welcome = await registration.complete(event_from_user, message.text or "", invited_by)
    await state.clear()
    tidy_up_groups(notices, event_from_user.id, welcome.outcomes)
    return _greeted(message, welcome, cards, bot.id)


@router.callback_query(TakeUsername.filter(), OnCard())
async def take_username(
    call: CallbackQuery,
    callback_data: TakeUsername,
    card: Message,
    state: FSMContext,
    registration: Registration,
    cards: Cards,
    bot: Bot,
    notices: Notices,
) -> list[Answer]:
    invited_by = (await state.get_data()).get("invited_by")
    welcome = await registration.complete(call.from_user, callback_data.username, invited_by)
    await state.clear()
    tidy_up_groups(notices, call.from_user.id, welcome.outcomes)
    return [call.answer(), card.delete_reply_markup(), *_greeted(card, welcome, cards, bot.id)]


def _greeted(message: Message, welcome: Welcome, cards: Cards, bot_id: int) -> list[Answer]:
    words, name = cards.words, welcome.user.username
    answers: list[Answer] = [
        message.answer(words("start.registered", username=name, url=cards.address.of(name)))
    ]
    answers += cards_of_kept(cards, message.chat.id, bot_id, welcome.outcomes)
    if welcome.followed:
        answers.append(message.answer(words("follow.done", username=welcome.followed.username)))
    return answers
