"""Notices of a subscription that began or ended, each with the button that reverses it."""

from aiogram.types import InlineKeyboardMarkup

from auth.models import Username
from bot.cards.buttons import button, keyboard
from bot.cards.callbacks import Follow, Unfollow
from bot.cards.reply import MessageBody
from kernel.phrases import Words


def following_body(words: Words, username: Username) -> MessageBody:
    return {
        "text": words("follow.done", username=username),
        "reply_markup": unfollow_button(words, username),
    }


def unfollowing_body(words: Words, username: Username) -> MessageBody:
    follow = button(words.plain("button.follow"), Follow(username=username))
    return {"text": words("unfollow.done", username=username), "reply_markup": keyboard([follow])}


def unfollow_button(words: Words, username: Username) -> InlineKeyboardMarkup:
    """Return a keyboard with a button that ends the subscription."""
    return keyboard([button(words.plain("button.unfollow"), Unfollow(username=username))])
