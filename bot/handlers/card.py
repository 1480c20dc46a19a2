"""A paste's card: opening it, coming back to it, and what can be had from it."""

from datetime import timedelta
from typing import Any, Final

from aiogram import Router
from aiogram.enums import ChatAction
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendChatAction, TelegramMethod
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardButton, Message

from bot.answering import Answer
from bot.buttons import keyboard
from bot.callbacks import OpenPrivately, SendFile, ShowPost
from bot.card_flow import leave
from bot.cards import Cards
from bot.filters import Pressed
from bot.shown import CardIn
from bot.uploads import Upload
from kernel.settings import SecretSettings
from posts.file_names import file_name
from posts.models import Post
from posts.reading_keys import reading_key
from posts.service import PostService

router = Router()
# Long enough to read on another device, too short to be passed on.
KEY_LIFETIME: Final = timedelta(minutes=5)


@router.callback_query(Pressed(ShowPost))
async def show(
    call: CallbackQuery, post: Post, at: str, card: Message, state: FSMContext, cards: Cards
) -> list[Answer]:
    await leave(state, card)
    return [call.answer(), CardIn(card.chat.id, cards.card(post, at), post.id, message_id=card.message_id)]


@router.callback_query(Pressed(OpenPrivately))
async def open_privately(
    call: CallbackQuery, post: Post, at: str, card: Message, cards: Cards, secrets: SecretSettings
) -> list[TelegramMethod[Any]]:
    """A link that opens for whoever has it, for some minutes."""
    secret = secrets.secret_key.get_secret_value().encode()
    link = f"{cards.address.of(post.url)}?key={reading_key(secret, post, KEY_LIFETIME)}"
    text = cards.words(
        "private.link", title=post.title, link=cards.as_link(link), count=KEY_LIFETIME.seconds // 60
    )
    opening = [InlineKeyboardButton(text=cards.words.plain("button.open"), url=link)]
    shown = [*cards.copy_button(link), *(opening if cards.address.is_clickable else [])]
    buttons = keyboard(shown, cards.back(post, at))
    return [call.answer(), card.edit_text(text, reply_markup=buttons)]


def _uploading(card: Message) -> TelegramMethod[bool]:
    return SendChatAction(chat_id=card.chat.id, action=ChatAction.UPLOAD_DOCUMENT)


@router.callback_query(Pressed(SendFile))
async def send_file(
    call: CallbackQuery, post: Post, card: Message, posts: PostService, cards: Cards
) -> list[Answer]:
    file = BufferedInputFile(await posts.content(post), file_name(post))
    failed = card.reply(cards.words("file.not-sent", title=post.title))
    return [call.answer(), _uploading(card), Upload(card.reply_document(file), failed)]
