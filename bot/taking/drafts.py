"""Drafts from what people send in Telegram."""

from collections.abc import Sequence

from aiogram import Bot
from aiogram.types import Message

from bot.formatting.markdown import markdown_of
from bot.formatting.spans import is_formatted
from bot.taking.downloads import download
from bot.taking.new_command import below_command, title_in
from bot.taking.texts import FormattedText, joined, text_of
from posts.analysis import Analyst
from posts.models import Draft, Origin, Part
from posts.texts import utf16
from posts.texts.drafts import draft_of_markdown
from posts.texts.languages import language_named
from posts.titles import folded


async def draft_of(
    messages: Sequence[Message], bot: Bot, analyst: Analyst, title: str | None = None
) -> Draft:
    """Of one message with a document, or of those that a text was cut into; a `title` that is wanted goes
    before the one behind `/new`.

    Raises EmptyText, NotText, PostTooLarge or FileNotFetched.
    """
    first = messages[0]
    title = wanted_title(first, title)
    if first.document:
        content = await download(first.document, bot)
        name = first.document.file_name
        return await analyst.draft_of_file(title, content, file_name=name, origin=origin_of(first, bot))
    said = [below_command(first), *messages[1:]]
    text, origin = joined(said), origin_of(first, bot)
    if is_formatted(text.text, text.entities):
        markdown = markdown_of(text.text, text.entities)
        parts = parts_of(said, are_whole=False)
        return draft_of_markdown(markdown, plain=text.text, title=title, origin=origin, parts=parts)
    language = code_language(text)
    return await analyst.draft_of_text(
        text.text, title=title, language=language, origin=origin, parts=parts_of(said)
    )


def wanted_title(message: Message, title: str | None = None) -> str:
    """What a person calls it, of any length; empty where a title is to be found in the text."""
    wanted = folded(title or "") or title_in(message)
    if wanted or not message.document:
        return wanted
    # A file's own name makes the better title (and tells the language), but a wanted title is wanted.
    return folded(message.document.file_name or message.caption or "")


def origin_of(message: Message, bot: Bot) -> Origin:
    return Origin(bot.id, message.chat.id, message.message_id)


def parts_of(messages: Sequence[Message], *, are_whole: bool = True) -> tuple[Part, ...]:
    """`are_whole`: the text is what the messages say, and not something made of it."""
    return tuple(
        Part(message.message_id, utf16.length(text_of(message)) if are_whole else 0, message.date)
        for message in messages
    )


def code_language(text: FormattedText) -> str | None:
    """The language of a text that is one `pre` entity, if it names one that is known."""
    blocks = [entity for entity in text.entities if entity.type == "pre"]
    is_code = len(blocks) == 1 and not is_formatted(text.text, text.entities)
    return language_named(blocks[0].language or "") if is_code else None
