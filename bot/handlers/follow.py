"""/follow and /unfollow, also as buttons; /following and /followers."""

from contextlib import suppress
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message
from markupsafe import Markup

from auth.errors import UserNotFound
from auth.models import User, UserId, Username
from bot.cards.callbacks import Follow, Unfollow
from bot.cards.following import following_body, unfollowing_body
from bot.conversation.filters import Matches, OnCard, Registered
from bot.conversation.states import Following, Unfollowing, open_question
from bot.services import Services
from kernel.phrases import Words
from notifier.errors import AlreadyFollowing, CannotFollowYourself, NotFollowing
from notifier.service import SubscriptionService

router = Router()


@router.message(Command("follow", magic=F.args.as_("name")), Registered())
@router.message(StateFilter(Following.username), Matches(F.text.as_("name")), Registered())
async def follow(
    message: Message,
    name: str,
    state: FSMContext,
    subscriptions: SubscriptionService,
    author: User,
    words: Words,
) -> TelegramMethod[Message]:
    async with open_question(state, Following.username, UserNotFound, CannotFollowYourself):
        followed = await subscriptions.follow(author, name)
    return message.answer(**following_body(words, followed))


@router.message(Command("follow"), Registered())
async def ask_whom_to_follow(message: Message, state: FSMContext, words: Words) -> TelegramMethod[Message]:
    await state.set_state(Following.username)
    return message.answer(words("follow.ask"))


@router.message(Command("unfollow", magic=F.args.as_("name")), Registered())
@router.message(StateFilter(Unfollowing.username), Matches(F.text.as_("name")), Registered())
async def unfollow(
    message: Message,
    name: str,
    state: FSMContext,
    subscriptions: SubscriptionService,
    author: User,
    words: Words,
) -> TelegramMethod[Message]:
    async with open_question(state, Unfollowing.username, UserNotFound, NotFollowing):
        left = await subscriptions.unfollow(author, name)
    return message.answer(**unfollowing_body(words, left))


@router.callback_query(Follow.filter(), OnCard(), Registered())
async def press_follow(
    call: CallbackQuery,
    callback_data: Follow,
    card: Message,
    services: Services,
    author: User,
    words: Words,
) -> list[TelegramMethod[Any]]:
    other = await services.accounts.get(UserId(callback_data.user))
    if other is None or other.id == author.id:
        return _without_button(call, card, words, other)
    with suppress(AlreadyFollowing):
        await services.subscriptions.follow(author, other.username)
    return [call.answer(), card.edit_text(**following_body(words, other))]


@router.callback_query(Unfollow.filter(), OnCard(), Registered())
async def press_unfollow(
    call: CallbackQuery,
    callback_data: Unfollow,
    card: Message,
    services: Services,
    author: User,
    words: Words,
) -> list[TelegramMethod[Any]]:
    other = await services.accounts.get(UserId(callback_data.user))
    if other is None or other.id == author.id:
        return _without_button(call, card, words, other)
    with suppress(NotFollowing):
        await services.subscriptions.unfollow(author, other.username)
    return [call.answer(), card.edit_text(**unfollowing_body(words, other))]


def _without_button(
    call: CallbackQuery, card: Message, words: Words, other: User | None
) -> list[TelegramMethod[Any]]:
    """Say that the account is deleted, or that of the person who pressed, and remove the button."""
    return [call.answer(words.plain("follow.self" if other else "follow.gone")), card.edit_reply_markup()]


@router.message(Command("unfollow"), Registered())
async def ask_whom_to_unfollow(message: Message, state: FSMContext, words: Words) -> TelegramMethod[Message]:
    await state.set_state(Unfollowing.username)
    return message.answer(words("unfollow.ask"))


@router.message(Command("following"), Registered())
async def following(
    message: Message, subscriptions: SubscriptionService, author: User, words: Words
) -> TelegramMethod[Message]:
    return message.answer(_names(words, "following", await subscriptions.following(author)))


@router.message(Command("followers"), Registered())
async def followers(
    message: Message, subscriptions: SubscriptionService, author: User, words: Words
) -> TelegramMethod[Message]:
    return message.answer(_names(words, "followers", await subscriptions.followers(author)))


def _names(words: Words, kind: str, names: list[Username]) -> Markup:
    if not names:
        return words(f"{kind}.none")
    return words(f"{kind}.list", count=len(names), names="\n".join(names))
