"""The formatting that people type on the chat page: **bold**, __italic__, ~~struck~~, ||spoiler||, `code`,
[words](link), > quotation."""

import re
from collections.abc import Iterator

from local.telegram.text import links, utf16
from local.telegram.text.formatted import Entity, Formatted, normalized_entities

_EMPHASIS = {"**": "bold", "__": "italic", "~~": "strikethrough", "||": "spoiler"}
_MARKS = {kind: mark for mark, kind in _EMPHASIS.items()}
_TOKEN = re.compile(
    r"```(?:(?P<language>[\w+#.-]+)?\n)?(?P<block>.+?)\n?```"
    r"|`(?P<code>[^`\n]+)`"
    r"|\[(?P<words>[^\]\n]+)\]\((?P<address>[^)\s]+)\)"
    r"|^(?P<quote>>[^\n]*(?:\n>[^\n]*)*)"
    r"|(?P<mark>\*\*|__|~~|\|\|)(?=\S)(?P<inside>.+?)(?<=\S)(?P=mark)",
    re.DOTALL | re.MULTILINE,
)


def read_markup(typed: str) -> Formatted:
    """Parse typed formatting; an unclosed mark stays in the text."""
    reader = _Reader()
    reader.read(typed)
    return Formatted("".join(reader.pieces), normalized_entities(reader.entities))


class _Reader:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.entities: list[Entity] = []
        self._units = 0

    def read(self, typed: str) -> None:
        end = 0
        for token in _TOKEN.finditer(typed):
            self._take(typed[end : token.start()])
            self._take_token(token)
            end = token.end()
        self._take(typed[end:])

    def _take(self, piece: str) -> None:
        self.pieces.append(piece)
        self._units += utf16.length(piece)

    def _take_token(self, token: re.Match[str]) -> None:
        start = self._units
        if (block := token["block"]) is not None:
            self._take(block)
            self._add("pre", start, language=token["language"])
        elif (code := token["code"]) is not None:
            self._take(code)
            self._add("code", start)
        elif (words := token["words"]) is not None:
            self.read(words)
            self._add("text_link", start, url=links.normalized(token["address"]) or token["address"])
        elif (quote := token["quote"]) is not None:
            self.read(re.sub(r"^> ?", "", quote, flags=re.MULTILINE))
            self._add("blockquote", start)
        else:
            self.read(token["inside"])
            self._add(_EMPHASIS[token["mark"]], start)

    def _add(self, kind: str, start: int, *, url: str | None = None, language: str | None = None) -> None:
        if self._units > start:
            entity = Entity(kind, start, self._units - start, url=url, language=language)
            self.entities.append(entity)


def write_markup(content: Formatted) -> str:
    """Return the text with typed formatting, for editing; other formatting is left out."""
    written: list[str] = []
    at = 0
    for character in content.text:
        written += [*_closing(content, at), *_opening(content, at), character]
        at += utf16.length(character)
        if character == "\n" and any(_is_quoted(entity, at) for entity in content.entities):
            written.append("> ")
    return "".join([*written, *_closing(content, at)])


def _is_quoted(entity: Entity, at: int) -> bool:
    return entity.type == "blockquote" and entity.offset < at < entity.end


def _opening(content: Formatted, at: int) -> Iterator[str]:
    for entity in content.entities:
        if entity.offset == at:
            match entity.type:
                case "pre":
                    yield f"```{entity.language or ''}\n"
                case "code":
                    yield "`"
                case "text_link":
                    yield "["
                case "blockquote":
                    yield "> "
                case kind:
                    yield _MARKS.get(kind, "")


def _closing(content: Formatted, at: int) -> Iterator[str]:
    for entity in reversed(content.entities):
        if entity.end == at:
            match entity.type:
                case "pre":
                    yield "\n```"
                case "code":
                    yield "`"
                case "text_link":
                    yield f"]({entity.url})"
                case kind:
                    yield _MARKS.get(kind, "")
