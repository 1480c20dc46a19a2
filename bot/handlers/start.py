"""/start, and registration: a stranger chooses a username."""

from aiogram import F, Router
from aiogram.filters import CommandObject, CommandStart, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message
from aiogram.types import User as TelegramUser

from auth.models import TelegramId, User
from bot.cards.callbacks import TakeUsername
from bot.cards.following import following_body
from bot.cards.reply import MessageBody
from bot.conversation.filters import Matches, OnCard, Stranger
from bot.conversation.states import Pasting, Registering
from bot.handlers.inline import NEW_PASTE
from bot.inbox.submit import saved_drafts_text, username_question
from bot.outbox.group_links import released_cards, withdraw_notices
from bot.outbox.replies import Reply
from bot.registration import Registration, invitation, looks_like_username, username_button
from bot.services import HandlerContext
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
) -> Reply:
    titles = await publishing.draft_titles(TelegramId(event_from_user.id))
    await state.set_state(Registering.username)
    await state.set_data({"invited_by": invitation(command.args), "asked": bool(titles)})
    suggestion = await registration.suggestion(event_from_user)
    text = saved_drafts_text(words, titles) if titles else words("start.greeting")
    body: MessageBody = {"text": text, "reply_markup": username_button(words, suggestion)}
    return username_question(message.chat.id, body)


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
        return message.answer(**following_body(words, followed))
    return message.answer(words("start.back", username=user.username))


@router.message(
    StateFilter(Registering.username), Matches(F.text), Matches(F.text.func(looks_like_username)), Stranger()
)
async def choose_username(message: Message, context: HandlerContext) -> list[Reply]:
    return await _registered(message, context, message.text or "")


@router.callback_query(TakeUsername.filter(), OnCard())
async def take_username(
    call: CallbackQuery, callback_data: TakeUsername, card: Message, context: HandlerContext
) -> list[Reply]:
    replies = await _registered(card, context, callback_data.username)
    return [call.answer(), card.delete_reply_markup(), *replies]


async def _registered(message: Message, context: HandlerContext, username: str) -> list[Reply]:
    """Make the account; return its confirmation, and the cards of what was published for it."""
    invited_by = (await context.state.get_data()).get("invited_by")
    registration = context.services.registration
    welcome = await registration.complete(context.telegram_user, username, invited_by)
    await context.state.clear()
    withdraw_notices(context.notices, context.owner, welcome.outcomes)
    cards, name = context.cards, welcome.user.username
    text = cards.words("start.registered", username=name, url=cards.address.of(name))
    replies: list[Reply] = [message.answer(text)]
    replies += released_cards(cards, message.chat.id, context.bot.id, welcome.outcomes)
    if welcome.followed:
        replies.append(message.answer(**following_body(cards.words, welcome.followed)))
    return replies
