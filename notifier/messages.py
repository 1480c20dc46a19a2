"""What the notifier says in Telegram."""

from pathlib import Path

from aiogram.methods import SendMessage
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from auth.codes import LIFETIME
from auth.models import Recipient
from kernel.address import PublicAddress
from kernel.phrases import Words, known_language, load_words
from notifier.models import Delivery
from posts.models import Post

_LOCALES = Path(__file__).parent / "locales"


def words_in(language: str | None) -> Words:
    return load_words(_LOCALES, known_language(language))


def alert(delivery: Delivery, post: Post, address: PublicAddress) -> SendMessage:
    words = words_in(delivery.language)
    url = address.of(post.url)
    key = "alert" if address.is_clickable else "alert-with-bare-link"
    return SendMessage(
        chat_id=delivery.recipient,
        text=words(key, author=post.author, title=post.title, url=url),
        disable_notification=delivery.silent or None,
        reply_markup=_keyboard(InlineKeyboardButton(text=words.plain("open"), url=url))
        if address.is_clickable
        else None,
    )


def one_time_code(recipient: Recipient, code: str) -> SendMessage:
    words = words_in(recipient.language)
    copy = InlineKeyboardButton(text=words.plain("copy-code"), copy_text=CopyTextButton(text=code))
    return SendMessage(
        chat_id=recipient.telegram_id,
        text=words("one-time-code", username=recipient.username, code=code, count=LIFETIME // 60),
        reply_markup=_keyboard(copy),
    )


def _keyboard(button: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[button]])
