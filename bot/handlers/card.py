"""A paste's card: opening it, coming back to it, and what can be had from it."""

from datetime import timedelta
from typing import Final

from aiogram import Router
from aiogram.enums import ChatAction
from aiogram.methods import SendChatAction, TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from markupsafe import Markup

from bot.cards.buttons import keyboard
from bot.cards.callbacks import OpenPrivately, SendFile, ShowPost
from bot.cards.card import Press, Shown
from bot.cards.reply import CardIn
from bot.conversation.filters import Pressed
from bot.outbox.replies import LARGEST, Answer, Upload, is_taken
from bot.outbox.sendings import Sendings
from kernel.settings import SecretSettings
from kernel.sizes import readable_size
from posts.models import Post, Visibility
from posts.pastes.reading_keys import reading_key
from posts.texts.file_names import file_name

router = Router()
# Long enough to read on another device, too short to be passed on.
KEY_LIFETIME: Final = timedelta(minutes=5)


@router.callback_query(Pressed(ShowPost))
async def show(_: CallbackQuery, press: Press) -> list[Answer]:
    return [
        press.call.answer(),
        CardIn(
            press.card.chat.id,
            press.cards.card(press.post, press.at),
            press.post.id,
            message_id=press.card.message_id,
        ),
    ]


@router.callback_query(Pressed(OpenPrivately))
async def open_privately(_: CallbackQuery, press: Press, secrets: SecretSettings) -> Shown:
    """A link that opens for whoever has it, for some minutes."""
    link = _with_key(press.cards.address.of(press.post.url), press.post, secrets)
    text = press.cards.words(
        "private.link",
        title=press.post.title,
        link=press.cards.as_link(link),
        count=KEY_LIFETIME.seconds // 60,
    )
    opening = [InlineKeyboardButton(text=press.cards.words.plain("button.open"), url=link)]
    shown = [*press.cards.copy_button(link), *(opening if press.cards.address.is_clickable else [])]
    buttons = keyboard(shown, press.cards.back(press.post, press.at))
    return press.shows({"text": text, "reply_markup": buttons})


def _uploading(card: Message) -> TelegramMethod[bool]:
    return SendChatAction(chat_id=card.chat.id, action=ChatAction.UPLOAD_DOCUMENT)


@router.callback_query(Pressed(SendFile))
async def send_file(
    _: CallbackQuery, press: Press, secrets: SecretSettings, sendings: Sendings
) -> list[Answer]:
    if not is_taken(press.post.size):
        return [press.call.answer(), press.card.reply(_where_it_is(press, secrets))]
    what = f"{press.post.id}:{press.post.updated_at.timestamp()}"
    sending = await sendings.begin(press.card.chat.id, what, press.call.id)
    if sending is None:
        return [press.call.answer(press.cards.words.plain("file.on-its-way"))]
    failed = press.card.reply(press.cards.words("file.not-sent", title=press.post.title))
    upload = Upload(
        press.card.chat.id,
        press.post.content_source,
        file_name(press.post),
        press.card.message_id,
        failed,
        sending,
    )
    return [press.call.answer(), _uploading(press.card), upload]


def _where_it_is(press: Press, secrets: SecretSettings) -> Markup:
    """How to have a text that Telegram does not take as a file."""
    post, words, address = press.post, press.cards.words, press.cards.address
    # What is read once has no raw text at an address of its own.
    link = address.of(post.url if post.burn_after_read else f"{post.url}/raw")
    is_private = post.visibility is Visibility.PRIVATE
    told = words(
        "file.too-large-once" if post.burn_after_read else "file.too-large",
        title=post.title,
        size=readable_size(post.size, words.language),
        most=readable_size(LARGEST, words.language),
        link=press.cards.as_link(_with_key(link, post, secrets) if is_private else link),
    )
    how_long = words("file.link-for", count=KEY_LIFETIME.seconds // 60) if is_private else None
    return Markup("\n\n").join(filter(None, (told, how_long)))


def _with_key(link: str, post: Post, secrets: SecretSettings) -> str:
    """It opens for whoever has it, for some minutes."""
    secret = secrets.secret_key.get_secret_value().encode()
    return f"{link}?key={reading_key(secret, post, KEY_LIFETIME)}"
