"""Entities that Telegram detects in a text: links, e-mail addresses, commands, mentions, hashtags."""

import re
from collections.abc import Iterator

from local.telegram.text import utf16
from local.telegram.text.formatted import EMPHASIS, QUOTATION, Entity, Formatted, normalized_entities

_URL = re.compile(
    r"(?<![\w@./-])(?P<scheme>https?://|ftp://)?"
    r"(?P<host>\d{1,3}(?:\.\d{1,3}){3}|(?:[\w-]{1,63}\.){1,30}(?P<top>[^\W\d_]{2,24}))(?![\w@-])"
    r"(?::\d{1,5})?(?:[/?#][^\s<>\"]*)?",
    re.IGNORECASE,
)
_PATTERNS = {
    "email": re.compile(
        r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,10}[A-Za-z]{2,24}\b"
    ),
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"),
    "mention": re.compile(r"(?<![\w/])@[A-Za-z0-9_]{4,32}(?!\w)"),
    "hashtag": re.compile(r"(?<![\w/])#(?=\w*[^\W\d])\w{1,256}(?!\w)"),
}
# Without http:// only a known top-level domain makes a link; two letters are a country's.
_TOP_LEVEL_DOMAINS = frozenset(
    "com org net info biz edu gov mil app dev page site online shop blog cloud xyz".split()
)
_TRIGGER = re.compile(r"[./@#]")


def detect_entities(content: Formatted) -> Formatted:
    """Add the entities that Telegram detects, but none inside of code, links, mentions and the like."""
    if not _TRIGGER.search(content.text):
        return content
    existing = [entity for entity in content.entities if entity.type not in EMPHASIS | QUOTATION]
    detected: list[Entity] = []
    for kind, start, end in _matches(content.text):
        entity = Entity(kind, utf16.length(content.text[:start]), utf16.length(content.text[start:end]))
        if not any(entity.overlaps(other) for other in existing):
            existing.append(entity)
            detected.append(entity)
    return Formatted(content.text, normalized_entities([*content.entities, *detected]))


def _matches(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _URL.finditer(text):
        if match["scheme"] or not match["top"] or _is_top_level(match["top"]):
            address = match.group().rstrip(".:;,('?!`\"")
            address = address.rstrip(")") if "(" not in address else address
            yield "url", match.start(), match.start() + len(address)
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            yield kind, match.start(), match.end()


def _is_top_level(domain: str) -> bool:
    return len(domain) == 2 or domain.lower() in _TOP_LEVEL_DOMAINS
