"""A paste's card: opening it, coming back to it, and what can be had from it."""

from datetime import timedelta
from typing import Final

from aiogram import Router
from aiogram.enums import ChatAction
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendChatAction, TelegramMethod
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardButton, Message

from bot.answers import Answer
from bot.buttons import keyboard
from bot.callbacks import OpenPrivately, SendFile, ShowPost
from bot.card_flow import leave
from bot.filters import Pressed
from bot.press import Press, Shown
from bot.shown import CardIn
from bot.uploads import Upload
from kernel.settings import SecretSettings
from posts.file_names import file_name
from posts.reading_keys import reading_key
from posts.service import PostService

router = Router()
# Long enough to read on another device, too short to be passed on.
KEY_LIFETIME: Final = timedelta(minutes=5)


@router.callback_query(Pressed(ShowPost))
async def show(_: CallbackQuery, press: Press, state: FSMContext) -> list[Answer]:
    await leave(state, press.card)
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
    secret = secrets.secret_key.get_secret_value().encode()
    link = f"{press.cards.address.of(press.post.url)}?key={reading_key(secret, press.post, KEY_LIFETIME)}"
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
async def send_file(_: CallbackQuery, press: Press, posts: PostService) -> list[Answer]:
    file = BufferedInputFile(await posts.content(press.post), file_name(press.post))
    failed = press.card.reply(press.cards.words("file.not-sent", title=press.post.title))
    return [press.call.answer(), _uploading(press.card), Upload(press.card.reply_document(file), failed)]
