"""Parses the texts and captions of calls, by parse_mode or with entities, and checks their length."""

from collections.abc import Sequence

from aiogram.client.default import Default
from aiogram.types import MessageEntity

from local.telegram.calls import given
from local.telegram.errors import bad_request
from local.telegram.text import links, utf16
from local.telegram.text.detection import detect_entities
from local.telegram.text.formatted import Entity, Formatted, normalized_entities
from local.telegram.text.html_reading import read_html

# Telegram Bot API, sendMessage and sendDocument: UTF-16 code units after parsing.
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def text(
    raw: str,
    mode: str | Default | None,
    entities: Sequence[MessageEntity] | None,
    too_long: str = "message is too long",
) -> Formatted:
    """Return a message's text. Raises BotApiError where it is empty, too long or cannot be parsed."""
    content = _content(raw, mode, entities)
    if not content.text:
        raise bad_request("text must be non-empty" if raw else "message text is empty")
    if utf16.length(content.text) > TEXT_LIMIT:
        raise bad_request(too_long)
    return content


def caption(
    raw: str | None, mode: str | Default | None, entities: Sequence[MessageEntity] | None
) -> Formatted:
    """Return a caption, which may be empty. Raises BotApiError where it is too long or cannot be parsed."""
    content = _content(raw or "", mode, entities)
    if utf16.length(content.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return content


def _content(raw: str, mode: str | Default | None, entities: Sequence[MessageEntity] | None) -> Formatted:
    match (given(mode) or "").lower():
        case "":
            content = Formatted(raw, normalized_entities(filter(None, map(_entity, entities or ()))))
        case "html":
            content = read_html(raw)
        case "markdown" | "markdownv2":
            raise bad_request(
                "unsupported parse_mode: the local Telegram reads HTML and entities, no Markdown"
            )
        case _:
            raise bad_request("unsupported parse_mode")
    return detect_entities(content.trimmed())


def _entity(entity: MessageEntity) -> Entity | None:
    """Return the entity; None where Telegram ignores it."""
    if entity.offset < 0 or entity.length <= 0:
        return None
    link = links.normalized(entity.url or "") if entity.type == "text_link" else None
    if entity.type == "text_link" and link is None:
        return None
    moment = entity.unix_time, entity.date_time_format
    return Entity(
        entity.type, entity.offset, entity.length, link, entity.language, entity.custom_emoji_id, *moment
    )
