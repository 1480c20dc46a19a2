"""Drafts from what people send in Telegram."""

from collections.abc import Sequence
from functools import partial

from aiogram import Bot
from aiogram.types import Message

from bot.formatting.drafts import draft_of_formatted
from bot.formatting.spans import may_be_formatted
from bot.taking.downloads import download
from bot.taking.new_command import below_command, title_in
from bot.taking.texts import joined, text_of
from posts.analysis import Analyst
from posts.models import Draft, Origin, Part
from posts.texts import utf16
from posts.texts.languages import PLAIN
from posts.titles import folded


async def draft_of(
    messages: Sequence[Message], bot: Bot, analyst: Analyst, title: str | None = None
) -> Draft:
    """Of one message with a document, or of those that a text was cut into; a `title` that is wanted goes
    before the one behind `/new`.

    Raises EmptyText, NotText, PostTooLarge or FileNotFetched.
    """
    first = messages[0]
    title, origin = wanted_title(first, title), origin_of(first, bot)
    if first.document:
        content = await download(first.document, bot)
        return await analyst.draft_of_file(title, content, file_name=first.document.file_name, origin=origin)
    said = [below_command(first), *messages[1:]]
    text, parts = joined(said), parts_of(said)
    plain = partial(analyst.draft_of_text, text.text, title=title, origin=origin, parts=parts)
    if not may_be_formatted(text.entities):
        return await plain()
    make = partial(draft_of_formatted, text, title, origin, parts)
    return await analyst.draft_by(make, len(text.text)) or await plain(language=PLAIN)


def wanted_title(message: Message, title: str | None = None) -> str:
    """What a person calls it, of any length; empty where a title is to be found in the text."""
    wanted = folded(title or "") or title_in(message)
    if wanted or not message.document:
        return wanted
    # A file's own name makes the better title (and tells the language), but a wanted title is wanted.
    return folded(message.document.file_name or message.caption or "")


def origin_of(message: Message, bot: Bot) -> Origin:
    return Origin(bot.id, message.chat.id, message.message_id)


def parts_of(messages: Sequence[Message]) -> tuple[Part, ...]:
    return tuple(
        Part(message.message_id, utf16.length(text_of(message)), message.date) for message in messages
    )
