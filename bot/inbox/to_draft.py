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
from bot.inbox.messages import below_command, joined, split_texts, text_of, title_in, written_at
from kernel.phrases import Words
from posts.analysis.analyst import Analyst
from posts.models import Draft, Origin, Part
from posts.texts import utf16
from posts.texts.languages import PLAIN
from posts.titles import to_one_line

_NAMES_SHOWN: Final = 3


async def draft_of(
    messages: Sequence[Message], bot: Bot, analyst: Analyst, title: str | None = None
) -> Draft:
    """Return the draft of a file, or of the messages that a text was cut into.

    A `title` takes precedence over the one behind `/new`. Raises EmptyText, NotText, PostTooLarge,
    FileNotFetched or TelegramUnavailable.
    """
    first = messages[0]
    title, origin = wanted_title(first, title), origin_of(first, bot)
    if first.document:
        content = await download(first.document, bot)
        return await analyst.draft_of_file(title, content, file_name=first.document.file_name, origin=origin)
    texts = [below_command(first), *messages[1:]]
    text, parts = joined(texts), parts_of(texts)
    plain = partial(analyst.draft_of_text, text.text, title=title, origin=origin, parts=parts)
    if not may_be_formatted(text.entities):
        return await plain()
    make = partial(draft_of_formatted, text, title, origin, parts)
    return await analyst.draft_by(make, len(text.text)) or await plain(language=PLAIN)


def wanted_title(message: Message, title: str | None = None) -> str:
    """Return the title that the person gives, else a file's name, of any length; empty if there is none."""
    wanted = to_one_line(title or "") or title_in(message)
    if wanted or not message.document:
        return wanted
    # A file's name makes a better title than its caption, and shows its language.
    return to_one_line(message.document.file_name or message.caption or "")


def origin_of(message: Message, bot: Bot) -> Origin:
    return Origin(bot.id, message.chat.id, message.message_id)


def parts_of(messages: Sequence[Message]) -> tuple[Part, ...]:
    return tuple(
        Part(message.message_id, utf16.length(text_of(message)), message.date) for message in messages
    )


@dataclass(frozen=True, slots=True)
class TranscriptEntry:
    """One person's text at a time, in one message or in the parts that it was cut into."""

    author: str
    written_at: datetime
    messages: tuple[Message, ...]


def author_of(message: Message) -> str:
    """Return the name of a forwarded message's author, empty if it is not forwarded."""
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
    """Return a draft with author and time above each text.

    It is Markdown if any of them is formatted, unless that would exceed the budget of the analysis.
    """
    entries = transcript_entries(messages)
    title = words.plain("transcript.title", names=_names(words, entries))
    origin, parts = origin_of(messages[0], bot), parts_of(messages)
    texts = [Quoted(_heading(entry), _text_of_entry(entry, words)) for entry in entries]
    make = partial(draft_of_conversation, texts, title, origin, parts)
    draft = await analyst.draft_by(make, sum(len(one.text.text) for one in texts))
    return draft or Draft(title, plain_conversation(texts), PLAIN, origin, parts=without_lengths(parts))


def transcript_entries(messages: Sequence[Message]) -> list[TranscriptEntry]:
    """Return the entries of a conversation; the parts of a text that an app cut are one."""
    return [
        TranscriptEntry(author, written_at(texts[0]), tuple(texts))
        for author, run in groupby(messages, key=author_of)
        for texts in split_texts(list(run))
    ]


def _heading(entry: TranscriptEntry) -> str:
    return f"{entry.author}, {entry.written_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC:"


def _text_of_entry(entry: TranscriptEntry, words: Words) -> FormattedText:
    """Return the entry's text, or a placeholder for a picture and the like."""
    text = joined(entry.messages)
    return text if text.text else FormattedText(words.plain("transcript.no-text"))


def _names(words: Words, entries: Sequence[TranscriptEntry]) -> str:
    names = list(dict.fromkeys(entry.author for entry in entries))
    shown = ", ".join(names[:_NAMES_SHOWN])
    more = len(names) - _NAMES_SHOWN
    return words.plain("transcript.and-more", names=shown, count=more) if more > 0 else shown


def _signed(name: str, signature: str | None) -> str:
    return f"{name} ({signature})" if signature else name
