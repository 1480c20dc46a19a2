"""Drafts from what people send in Telegram: texts, files, and forwarded messages as one transcript."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import Final

from aiogram import Bot
from aiogram.types import (
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.formatting.drafts import (
    FormattedText,
    Quoted,
    draft_of_conversation,
    draft_of_formatted,
    plain_conversation,
    without_lengths,
)
from bot.formatting.entities import may_be_formatted
from bot.inbox.files import download
from bot.inbox.messages import below_command, joined, text_of, title_in, together, written_at
from kernel.phrases import Words
from posts.analysis.analyst import Analyst
from posts.models import Draft, Origin, Part
from posts.texts import utf16
from posts.texts.languages import PLAIN
from posts.titles import to_one_line


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
    wanted = to_one_line(title or "") or title_in(message)
    if wanted or not message.document:
        return wanted
    # A file's own name makes the better title (and tells the language), but a wanted title is wanted.
    return to_one_line(message.document.file_name or message.caption or "")


def origin_of(message: Message, bot: Bot) -> Origin:
    return Origin(bot.id, message.chat.id, message.message_id)


def parts_of(messages: Sequence[Message]) -> tuple[Part, ...]:
    return tuple(
        Part(message.message_id, utf16.length(text_of(message)), message.date) for message in messages
    )


_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody said at a time, in one message or in those that it was cut into."""

    author: str
    said_at: datetime
    messages: tuple[Message, ...]


def author_of(message: Message) -> str:
    """Who wrote what is forwarded, as far as Telegram tells."""
    match message.forward_origin:
        case MessageOriginUser(sender_user=user):
            return user.full_name
        case MessageOriginHiddenUser(sender_user_name=name):
            return name
        case MessageOriginChat(sender_chat=chat, author_signature=signature):
            return _signed(chat.full_name, signature)
        case MessageOriginChannel(chat=chat, author_signature=signature):
            return _signed(chat.full_name, signature)
        case _:
            return ""


async def transcript(messages: Sequence[Message], bot: Bot, analyst: Analyst, words: Words) -> Draft:
    """Author and time above each message; Markdown where any of them is formatted."""
    sayings = sayings_of(messages)
    title = words.plain("transcript.title", names=_names(words, sayings))
    origin, parts = origin_of(messages[0], bot), parts_of(messages)
    said = [Quoted(_heading(saying), _said(saying, words)) for saying in sayings]
    make = partial(draft_of_conversation, said, title, origin, parts)
    draft = await analyst.draft_by(make, sum(len(one.text.text) for one in said))
    return draft or Draft(title, plain_conversation(said), PLAIN, origin, parts=without_lengths(parts))


def sayings_of(messages: Sequence[Message]) -> list[Saying]:
    """What an app had cut in several is one saying again."""
    return [
        Saying(author, written_at(said[0]), tuple(said))
        for author, run in groupby(messages, key=author_of)
        for said in together(list(run))
    ]


def _heading(saying: Saying) -> str:
    return f"{saying.author}, {saying.said_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC:"


def _said(saying: Saying, words: Words) -> FormattedText:
    """A picture among texts leaves a gap that can be seen."""
    text = joined(saying.messages)
    return text if text.text else FormattedText(words.plain("transcript.no-text"))


def _names(words: Words, sayings: Sequence[Saying]) -> str:
    names = list(dict.fromkeys(saying.author for saying in sayings))
    shown = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return words.plain("transcript.and-more", names=shown, count=more) if more > 0 else shown


def _signed(name: str, signature: str | None) -> str:
    return f"{name} ({signature})" if signature else name
