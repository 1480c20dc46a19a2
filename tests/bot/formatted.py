"""Messages as bots get them: a text, and entities."""

from aiogram.types import MessageEntity

from local.telegram.text.html_reading import read_html


def message(html: str) -> tuple[str, list[MessageEntity]]:
    """Of Telegram's HTML."""
    read = read_html(html)
    return read.text, [MessageEntity(**entity.as_json()) for entity in read.entities]


def whole(text: str, kind: str) -> tuple[str, list[MessageEntity]]:
    length = len(text.encode("utf-16-le")) // 2
    return text, [MessageEntity(type=kind, offset=0, length=length)]
