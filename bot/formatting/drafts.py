"""Drafts of formatted texts, and of conversations that were forwarded.

The analysis workers make them, so nothing here knows aiogram, whose types take 120 MB of each process.
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
    """What is formatted: Telegram Bot API, MessageEntity. Offset and length in UTF-16 code units."""

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
    """What somebody has said; `heading` tells who and when."""

    heading: str
    text: FormattedText


def draft_of_formatted(
    text: FormattedText, title: str | None, origin: Origin | None, parts: tuple[Part, ...]
) -> Draft:
    """Markdown where plain text would lose something. Raises EmptyText."""
    if not text.is_formatted:
        language = code_language(text)
        return draft_of_text(text.text, title=title, language=language, origin=origin, parts=parts)
    markdown = markdown_of(text.text, text.entities)
    known = without_lengths(parts)
    return draft_of_markdown(markdown, plain=text.text, title=title, origin=origin, parts=known)


def draft_of_conversation(
    said: Sequence[Quoted], title: str, origin: Origin | None, parts: tuple[Part, ...]
) -> Draft:
    """Markdown where any of it is formatted."""
    plain, known = plain_conversation(said), without_lengths(parts)
    if any(one.text.is_formatted for one in said):
        markdown = "\n\n".join(map(_in_markdown, said)) + "\n"
        return draft_of_markdown(markdown, plain=plain, title=title, origin=origin, parts=known)
    return draft_of_text(plain, title=title, language=PLAIN, origin=origin, parts=known)


def plain_conversation(said: Sequence[Quoted]) -> str:
    return "\n\n".join(f"{one.heading}\n{one.text.text}" for one in said) + "\n"


def without_lengths(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The text is not what the messages say, but something made of it."""
    return tuple(Part(part.message_id, 0, part.sent_at) for part in parts)


def code_language(text: FormattedText) -> str | None:
    """The language of a text that is one `pre` entity, if it names one that is known."""
    blocks = [entity for entity in text.entities if entity.type == "pre"]
    is_code = len(blocks) == 1 and not text.is_formatted
    return language_named(blocks[0].language or "") if is_code else None


def _in_markdown(one: Quoted) -> str:
    return f"**{markdown_of(one.heading, ())}**\n\n{markdown_of(one.text.text, one.text.entities)}"
