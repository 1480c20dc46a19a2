"""Reads the HTML of `parse_mode` as Telegram does: a text with entities, or an error."""

import re
from dataclasses import dataclass, replace

from local.telegram.errors import bad_request
from local.telegram.text import html_tags, links, utf16
from local.telegram.text.formatted import Entity, Formatted, normalized_entities

_PLAIN = re.compile(r"[^<]+")


def read_html(html: str) -> Formatted:
    """Return the formatted text. Raises BotApiError for HTML that Telegram does not parse."""
    return _Reader(html).read()


@dataclass(frozen=True, slots=True)
class _Open:
    """An open tag: its offset in UTF-16 units, and the number of pieces of text before it."""

    tag: html_tags.Tag
    offset: int
    piece: int


class _Reader:
    def __init__(self, html: str) -> None:
        self._cursor = html_tags.Cursor(html)
        self._pieces: list[str] = []
        self._units = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def read(self) -> Formatted:
        while not self._cursor.ended:
            if self._cursor.sees("</"):
                self._close()
            elif self._cursor.sees("<"):
                tag = html_tags.start_tag(self._cursor)
                self._open.append(_Open(tag, self._units, len(self._pieces)))
            else:
                piece = html_tags.unescape(self._cursor.take(_PLAIN))
                self._pieces.append(piece)
                self._units += utf16.length(piece)
        if self._open:
            name = self._open[-1].tag.name
            raise bad_request(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{name}\""
            )
        return Formatted("".join(self._pieces), normalized_entities(self._entities))

    def _close(self) -> None:
        start = self._cursor.at
        if not self._open:
            raise self._cursor.wrong("Unexpected end tag", start)
        opened = self._open.pop()
        name = html_tags.end_tag(self._cursor)
        if name not in ("", opened.tag.name):
            found = f'expected "</{opened.tag.name}>", found "</{name}>"'
            offset_error = self._cursor.wrong("Unmatched end tag", start)
            raise bad_request(f"{offset_error.description.removeprefix('Bad Request: ')}, {found}")
        if self._units > opened.offset:
            self._add(opened)

    def _add(self, opened: _Open) -> None:
        kind = html_tags.TYPES[opened.tag.name]
        entity = Entity(kind, opened.offset, self._units - opened.offset)
        given = opened.tag.attributes
        match kind:
            case "text_link":
                address = links.normalized(given.get("href") or "".join(self._pieces[opened.piece :]))
                self._entities += [replace(entity, url=address)] if address else []
            case "code" | "pre":
                self._add_code(entity, given.get("class", ""))
            case "blockquote" if "expandable" in given:
                self._entities.append(replace(entity, type="expandable_blockquote"))
            case "custom_emoji":
                self._entities.append(replace(entity, custom_emoji_id=_emoji_id(given.get("emoji-id", ""))))
            case "date_time":
                self._entities.append(_date_time(entity, given))
            case _:
                self._entities.append(entity)

    def _add_code(self, entity: Entity, css_class: str) -> None:
        """Add code; directly nested `pre` and `code` are one block with the language of `code`."""
        language = css_class.removeprefix("language-") if css_class.startswith("language-") else None
        inner = self._entities[-1] if self._entities else None
        same_place = inner and (inner.offset, inner.length) == (entity.offset, entity.length)
        if inner and same_place and {inner.type, entity.type} == {"code", "pre"}:
            self._entities[-1] = replace(entity, type="pre", language=inner.language or language)
        else:
            self._entities.append(replace(entity, language=language))


def _emoji_id(given: str) -> str:
    if not given.isdecimal():
        raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
    return given


def _date_time(entity: Entity, given: dict[str, str]) -> Entity:
    if not given.get("unix", "").isdecimal():
        raise bad_request("can't parse entities: Invalid date-time specified")
    return replace(entity, unix_time=int(given["unix"]), date_time_format=given.get("format"))
