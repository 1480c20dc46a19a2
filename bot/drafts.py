"""Drafts from what people send in Telegram."""

import asyncio
from io import BytesIO

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiogram.methods import GetFile
from aiogram.types import Document, Message
from aiohttp import ClientError

from posts.drafts import LARGEST, draft_of_file, draft_of_text
from posts.errors import PostTooLarge
from posts.languages import language_named
from posts.models import Draft, Origin


async def draft_of_message(message: Message, bot: Bot, title: str | None = None) -> Draft:
    """Of a message with a text or a document.

    Raises EmptyText, NotText or PostTooLarge.
    """
    origin = Origin(bot.id, message.chat.id, message.message_id)
    if message.document:
        content = await _download(message.document, bot)
        # A file's own name makes the better title (and tells the language), but a wanted title is wanted.
        name = title or message.document.file_name or message.caption
        # In a thread: telling the encoding and language of megabytes takes its time.
        return await asyncio.to_thread(
            draft_of_file, name, content, file_name=message.document.file_name, origin=origin
        )
    text = message.text or ""
    return draft_of_text(text, title=title, language=_code_language(message), origin=origin)


async def _download(document: Document, bot: Bot) -> bytes:
    if (document.file_size or 0) > LARGEST:
        raise PostTooLarge(document.file_size or 0, LARGEST)
    try:
        file = await bot.get_file(document.file_id)
    except TelegramBadRequest as refusal:
        if "too big" in refusal.message:
            raise PostTooLarge(document.file_size or 0, LARGEST) from refusal
        raise
    content = BytesIO()
    try:
        await bot.download_file(file.file_path or "", content)
    except (ClientError, TimeoutError) as fault:
        # Without its cause, whose address holds the bot's token.
        kind = type(fault).__name__
        raise TelegramNetworkError(GetFile(file_id=document.file_id), f"no download: {kind}") from None
    return content.getvalue()


def _code_language(message: Message) -> str | None:
    """A message that is one `pre` entity is code in its language."""
    entities = message.entities or []
    if len(entities) != 1 or entities[0].type != "pre":
        return None
    whole = entities[0].extract_from(message.text or "").strip() == (message.text or "").strip()
    return language_named(entities[0].language or "") if whole else None
