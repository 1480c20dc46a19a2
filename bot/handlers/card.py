"""Card of a paste: opening it, returning to it, its private link and its file."""

from aiogram import Router
from aiogram.enums import ChatAction
from aiogram.methods import SendChatAction, TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from markupsafe import Markup

from bot.cards.buttons import keyboard
from bot.cards.callbacks import OpenPrivately, SendFile, ShowPost
from bot.cards.card import CardReplies, Press
from bot.cards.reply import CardKey, CardReply
from bot.chat_memory import ChatMemory
from bot.conversation.filters import Pressed
from bot.outbox.replies import MAX_UPLOAD_BYTES, FileReply, Reply, fits_telegram
from kernel.settings import SecretSettings
from kernel.sizes import readable_size
from posts.models import Post, Visibility
from posts.pastes.reading_keys import KEY_LIFETIME, reading_key
from posts.texts.file_names import file_name

router = Router()


@router.callback_query(Pressed(ShowPost))
async def show(_: CallbackQuery, press: Press) -> list[Reply]:
    return [
        press.call.answer(),
        CardReply(
            press.card.chat.id,
            press.cards.card(press.post, press.at),
            CardKey.post(press.post.id),
            message_id=press.card.message_id,
        ),
    ]


@router.callback_query(Pressed(OpenPrivately))
async def open_privately(_: CallbackQuery, press: Press, secrets: SecretSettings) -> CardReplies:
    """Show a link that opens the private paste for anybody, for some minutes."""
    link = _with_key(press.cards.address.of(press.post.url), press.post, secrets)
    text = press.cards.words(
        "private.link",
        title=press.post.title,
        link=press.cards.as_link(link),
        count=KEY_LIFETIME.seconds // 60,
    )
    opening = [InlineKeyboardButton(text=press.cards.words.plain("button.open"), url=link)]
    links = [*press.cards.copy_button(link), *(opening if press.cards.address.is_clickable else [])]
    buttons = keyboard(links, press.cards.back(press.post, press.at))
    return press.shows({"text": text, "reply_markup": buttons})


def _uploading(card: Message) -> TelegramMethod[bool]:
    return SendChatAction(chat_id=card.chat.id, action=ChatAction.UPLOAD_DOCUMENT)


@router.callback_query(Pressed(SendFile))
async def send_file(
    _: CallbackQuery, press: Press, secrets: SecretSettings, memory: ChatMemory
) -> list[Reply]:
    if not fits_telegram(press.post.size):
        return [press.call.answer(), press.card.reply(_download_text(press, secrets))]
    file = f"{press.post.id}:{press.post.updated_at.timestamp()}"
    sending = await memory.sending.begin(press.card.chat.id, file, press.call.id)
    if sending is None:
        return [press.call.answer(press.cards.words.plain("file.on-its-way"))]
    failed = press.card.reply(press.cards.words("file.not-sent", title=press.post.title))
    upload = FileReply(
        press.card.chat.id,
        press.post.content_source,
        file_name(press.post),
        press.card.message_id,
        failed,
        sending,
    )
    return [press.call.answer(), _uploading(press.card), upload]


def _download_text(press: Press, secrets: SecretSettings) -> Markup:
    """Return where to download a text that is too large for a bot's file."""
    post, words, address = press.post, press.cards.words, press.cards.address
    # A paste that is read once has no address for its raw text.
    link = address.of(post.url if post.burn_after_read else f"{post.url}/raw")
    is_private = post.visibility is Visibility.PRIVATE
    text = words(
        "file.too-large-once" if post.burn_after_read else "file.too-large",
        title=post.title,
        size=readable_size(post.size, words.language),
        most=readable_size(MAX_UPLOAD_BYTES, words.language),
        link=press.cards.as_link(_with_key(link, post, secrets) if is_private else link),
    )
    how_long = words("file.link-for", count=KEY_LIFETIME.seconds // 60) if is_private else None
    return Markup("\n\n").join(filter(None, (text, how_long)))


def _with_key(link: str, post: Post, secrets: SecretSettings) -> str:
    """Return the link with a key that opens a private paste for some minutes."""
    secret = secrets.secret_key.get_secret_value().encode()
    return f"{link}?key={reading_key(secret, post, KEY_LIFETIME)}"
