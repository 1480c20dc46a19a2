"""Notices of a subscription that began or ended, each with the button that reverses it."""

from aiogram.types import InlineKeyboardMarkup

from auth.models import User, UserId
from bot.cards.buttons import button, keyboard
from bot.cards.callbacks import Follow, Unfollow
from bot.cards.reply import MessageBody
from kernel.phrases import Words


def following_body(words: Words, followed: User) -> MessageBody:
    return {
        "text": words("follow.done", username=followed.username),
        "reply_markup": unfollow_button(words, followed.id),
    }


def unfollowing_body(words: Words, left: User) -> MessageBody:
    follow = button(words.plain("button.follow"), Follow(user=left.id))
    return {"text": words("unfollow.done", username=left.username), "reply_markup": keyboard([follow])}


def unfollow_button(words: Words, followed: UserId) -> InlineKeyboardMarkup:
    """Return a keyboard with a button that ends the subscription."""
    return keyboard([button(words.plain("button.unfollow"), Unfollow(user=followed))])
