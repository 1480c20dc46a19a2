"""Why an edit in Telegram changes nothing, and what to do."""

from aiogram.types import Message

from bot.cards.buttons import button, keyboard
from bot.cards.callbacks import AskText
from bot.errors import undo
from bot.outbox.answers import Answer
from kernel.phrases import Words
from posts.endings import can_be_undone
from posts.models import Post


def puzzlement(message: Message, words: Words, post: Post, *, was_replaced: bool) -> Answer:
    """It cannot be told what of the paste it changes; with the button that leads to what is meant."""
    text = words("edit.replaced" if was_replaced else "edit.part", title=post.title)
    edit = button(words.plain("button.edit"), AskText(post=post.id))
    return message.reply(text, reply_markup=keyboard([edit]))


def over(message: Message, words: Words, post: Post) -> Answer:
    """The paste is not there any more; with a button for as long as it can come back."""
    if post.deleted_at is None:
        return message.reply(words("error.post-expired"))
    if not can_be_undone(post):
        return message.reply(words("error.post-deleted"))
    buttons = keyboard(undo(words, post.id))
    return message.reply(words("edit.deleted", title=post.title), reply_markup=buttons)


def not_here(message: Message, words: Words, post: Post, *, has_another: bool) -> Answer:
    """The chat has logged out of the account whose paste it is, and may be linked to another."""
    key = "edit.other-account" if has_another else "edit.logged-out"
    return message.reply(words(key, title=post.title, username=post.author))
