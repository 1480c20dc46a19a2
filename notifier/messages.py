"""The messages that the notifier sends in Telegram, each in the language of its recipient."""

from pathlib import Path

from aiogram.methods import SendDocument, SendMessage
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, InputFile

from auth.models import Recipient
from auth.one_time_codes import LIFETIME_SECONDS
from kernel.address import PublicAddress
from kernel.phrases import Words, load_words
from notifier.models import Delivery, DeliveryKind, Export
from posts.models import Post

_LOCALES = Path(__file__).parent / "locales"


def _words_in(language: str) -> Words:
    return load_words(_LOCALES, language)


def delivery(delivery: Delivery, post: Post | None, address: PublicAddress) -> SendMessage | None:
    """Return the message of a delivery; None for an alert whose paste is no longer public (no `post`)."""
    match delivery.kind:
        case DeliveryKind.PUBLISHED:
            return _alert(delivery, post, address) if post else None
        case DeliveryKind.BURNED:
            text = _words_in(delivery.language)("burned", title=delivery.title)
        case DeliveryKind.TAKEN_DOWN:
            words = _words_in(delivery.language)
            text = words("taken-down", title=delivery.title, reason=delivery.reason)
        case DeliveryKind.EXPORT_FAILED:
            text = _words_in(delivery.language)("export-failed")
    return SendMessage(chat_id=delivery.recipient, text=text)


def _alert(delivery: Delivery, post: Post, address: PublicAddress) -> SendMessage:
    words = _words_in(delivery.language)
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
    words = _words_in(recipient.language)
    copy = InlineKeyboardButton(text=words.plain("copy-code"), copy_text=CopyTextButton(text=code))
    return SendMessage(
        chat_id=recipient.telegram_id,
        text=words("one-time-code", username=recipient.username, code=code, count=LIFETIME_SECONDS // 60),
        reply_markup=_keyboard(copy),
    )


def export(export: Export, count: int, file: InputFile) -> SendDocument:
    """Return the message with the next of `count` parts. `file` is that part's ZIP."""
    words = _words_in(export.language)
    number = export.parts_sent + 1
    caption = (
        words("export", date=export.asked_at)
        if count == 1
        else words("export-part", date=export.asked_at, number=number, parts=count)
    )
    return SendDocument(chat_id=export.telegram_id, document=file, caption=caption)


def farewell(recipient: Recipient) -> SendMessage:
    words = _words_in(recipient.language)
    return SendMessage(chat_id=recipient.telegram_id, text=words("farewell", username=recipient.username))


def _keyboard(button: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[button]])
