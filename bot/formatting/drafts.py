"""Drafts of formatted texts and of forwarded conversations.

Analysis workers make them, so nothing here imports aiogram, whose types take 120 MB of each process.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.formatting.entities import is_formatted
from bot.formatting.markdown import markdown_of
from posts.models import Draft, Origin, Part
from posts.texts.drafts import draft_of_markdown, draft_of_text
from posts.texts.languages import PLAIN, language_named


@dataclass(frozen=True, slots=True)
class TextEntity:
    """Telegram Bot API, MessageEntity. Offset and length in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class FormattedText:
    text: str
    entities: tuple[TextEntity, ...] = ()

    @property
    def is_formatted(self) -> bool:
        return is_formatted(self.text, self.entities)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Forwarded text under a heading, which names its author and time."""

    heading: str
    text: FormattedText


def draft_of_formatted(
    text: FormattedText, title: str | None, origin: Origin | None, parts: tuple[Part, ...]
) -> Draft:
    """Make a draft, in Markdown if plain text would lose something. Raises EmptyText."""
    if text.is_formatted:
        markdown, parts = markdown_of(text.text, text.entities), without_lengths(parts)
        return draft_of_markdown(markdown, plain=text.text, title=title, origin=origin, parts=parts)
    language = code_language(text)
    return draft_of_text(text.text, title=title, language=language, origin=origin, parts=parts)


def draft_of_conversation(
    quotes: Sequence[Quoted], title: str, origin: Origin | None, parts: tuple[Part, ...]
) -> Draft:
    """Make a draft, in Markdown if any text is formatted."""
    plain, parts = plain_conversation(quotes), without_lengths(parts)
    if any(quoted.text.is_formatted for quoted in quotes):
        markdown = "\n\n".join(map(_markdown_of_quoted, quotes)) + "\n"
        return draft_of_markdown(markdown, plain=plain, title=title, origin=origin, parts=parts)
    return draft_of_text(plain, title=title, language=PLAIN, origin=origin, parts=parts)


def plain_conversation(quotes: Sequence[Quoted]) -> str:
    return "\n\n".join(f"{quoted.heading}\n{quoted.text.text}" for quoted in quotes) + "\n"


def without_lengths(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts without lengths, for a text that is no longer the messages' own."""
    return tuple(Part(part.message_id, 0, part.sent_at) for part in parts)


def code_language(text: FormattedText) -> str | None:
    """Return the known language that the text names if it is one block of code, else None."""
    blocks = [entity for entity in text.entities if entity.type == "pre"]
    is_code = len(blocks) == 1 and not text.is_formatted
    return language_named(blocks[0].language or "") if is_code else None


def _markdown_of_quoted(quoted: Quoted) -> str:
    return f"**{markdown_of(quoted.heading, ())}**\n\n{markdown_of(quoted.text.text, quoted.text.entities)}"
