"""Tags of parse_mode HTML, with the error texts of tdlib's MessageEntity.cpp."""

import re
from dataclasses import dataclass, field

from local.telegram.errors import BotApiError, bad_request

# Tag name → entity type. Telegram Bot API, "HTML style".
TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_WORD = re.compile(r"[^\s>]*")
_SPACE = re.compile(r"\s*")
_NAME = re.compile(r"""[^\s=>/"']*""")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_QUOTED = re.compile(r"""(["']).*?(?:\1|\Z)""", re.DOTALL)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?P<decimal>\d{1,7})|#x(?P<hex>[0-9a-fA-F]{1,6})|(?P<name>[a-zA-Z]+));?")


@dataclass(slots=True)
class Tag:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)


class Cursor:
    """A position in the HTML that moves forward; offsets in errors are in UTF-8 bytes."""

    def __init__(self, html: str) -> None:
        self._html = html
        self.at = 0

    @property
    def ended(self) -> bool:
        return self.at >= len(self._html)

    def sees(self, text: str) -> bool:
        return self._html.startswith(text, self.at)

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._html, self.at)
        self.at = found.end() if found else self.at
        return found.group() if found else ""

    def wrong(self, reason: str, at: int) -> BotApiError:
        offset = len(self._html[:at].encode())
        return bad_request(f"can't parse entities: {reason} at byte offset {offset}")


def unescape(text: str) -> str:
    """Decode character references: numeric ones, and the four names that Telegram knows."""
    return _REFERENCE.sub(_character, text)


def _character(reference: re.Match[str]) -> str:
    if name := reference["name"]:
        return _NAMED.get(name, reference.group())
    code = int(reference["decimal"]) if reference["decimal"] else int(reference["hex"], 16)
    is_character = 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_character else reference.group()


def end_tag(cursor: Cursor) -> str:
    """Read an end tag; return its name, empty for `</>`, which closes any tag."""
    start = cursor.at
    cursor.at += 2
    name = cursor.take(_WORD)
    cursor.take(_SPACE)
    if not cursor.sees(">"):
        raise cursor.wrong("Unclosed end tag", start)
    cursor.at += 1
    return name.lower()


def start_tag(cursor: Cursor) -> Tag:
    """Read a start tag with its attributes. Raises BotApiError, as all functions here do."""
    start = cursor.at
    cursor.at += 1
    tag = Tag(cursor.take(_WORD).lower())
    if cursor.ended:
        raise cursor.wrong("Unclosed start tag", start)
    if tag.name not in TYPES:
        raise cursor.wrong(f'Unsupported start tag "{tag.name}"', start)
    cursor.take(_SPACE)
    while not cursor.sees(">"):
        _attribute(cursor, tag, start)
        cursor.take(_SPACE)
    cursor.at += 1
    if tag.name == "span" and tag.attributes.get("class") != "tg-spoiler":
        raise cursor.wrong('Tag "span" must have class "tg-spoiler"', start)
    return tag


def _attribute(cursor: Cursor, tag: Tag, start: int) -> None:
    name = cursor.take(_NAME)
    if not name:
        reason = "Unclosed start tag" if cursor.ended else f'Empty attribute name in the tag "{tag.name}"'
        raise cursor.wrong(reason, start)
    cursor.take(_SPACE)
    if cursor.sees("="):
        cursor.at += 1
        cursor.take(_SPACE)
        tag.attributes[name] = _value(cursor)
    elif (tag.name, name) == ("blockquote", "expandable"):
        tag.attributes[name] = ""
    else:
        reason = f'Expected equal sign in declaration of an attribute of the tag "{tag.name}"'
        raise cursor.wrong(reason, start)
    if cursor.ended:
        raise cursor.wrong("Unclosed start tag", start)


def _value(cursor: Cursor) -> str:
    start = cursor.at
    if cursor.sees('"') or cursor.sees("'"):
        return unescape(cursor.take(_QUOTED)[1:-1])
    value = cursor.take(_TOKEN).lower()
    if not (cursor.ended or cursor.sees(">") or cursor.take(_SPACE)):
        raise cursor.wrong("Unexpected end of name token", start)
    return value
