"""Forwarded messages: whose they are, and several of them as one transcript."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
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

from bot.formatting.markdown import markdown_of
from bot.formatting.spans import is_formatted
from bot.taking.bundles import together
from bot.taking.drafts import origin_of, parts_of
from bot.taking.texts import FormattedText, entities_of, joined, text_of, written_at
from kernel.phrases import Words
from posts.models import Draft
from posts.texts.drafts import draft_of_markdown, draft_of_text
from posts.texts.languages import PLAIN

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


def transcript(messages: Sequence[Message], bot: Bot, words: Words) -> Draft:
    """Author and time above each message; Markdown where any of them is formatted."""
    sayings = sayings_of(messages)
    title = words.plain("transcript.title", names=_names(words, sayings))
    origin, parts = origin_of(messages[0], bot), parts_of(messages, are_whole=False)
    plain = "\n\n".join(_plain(saying, words) for saying in sayings) + "\n"
    if any(is_formatted(text_of(message), entities_of(message)) for message in messages):
        markdown = "\n\n".join(_in_markdown(saying, words) for saying in sayings) + "\n"
        return draft_of_markdown(markdown, plain=plain, title=title, origin=origin, parts=parts)
    return draft_of_text(plain, title=title, language=PLAIN, origin=origin, parts=parts)


def sayings_of(messages: Sequence[Message]) -> list[Saying]:
    """What an app had cut in several is one saying again."""
    return [
        Saying(author, written_at(said[0]), tuple(said))
        for author, run in groupby(messages, key=author_of)
        for said in together(list(run))
    ]


def _plain(saying: Saying, words: Words) -> str:
    return f"{_heading(saying)}\n{_said(saying, words).text}"


def _in_markdown(saying: Saying, words: Words) -> str:
    text = _said(saying, words)
    return f"**{markdown_of(_heading(saying), ())}**\n\n{markdown_of(text.text, text.entities)}"


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
