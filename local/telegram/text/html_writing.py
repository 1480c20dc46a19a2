"""Formatted text as HTML that is safe to put into a page."""

from html import escape

from local.telegram.text import utf16
from local.telegram.text.formatted import Entity, Formatted

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "text_link": "a",
    "url": "a",
    "email": "a",
}
_SAFE_LINKS = ("http://", "https://", "tg://", "mailto:")


def write_html(content: Formatted) -> str:
    """Return well-nested HTML: an entity that crosses another's end is closed and opened again."""
    shown = [entity for entity in content.entities if _is_shown(entity, content.text)]
    edges = sorted({0, utf16.length(content.text), *(e.offset for e in shown), *(e.end for e in shown)})
    html: list[str] = []
    opened: list[Entity] = []
    for at, until in zip(edges, [*edges[1:], edges[-1]], strict=True):
        ended = next((index for index, entity in enumerate(opened) if entity.end <= at), len(opened))
        html += [f"</{_TAGS[entity.type]}>" for entity in reversed(opened[ended:])]
        starting = [entity for entity in opened[ended:] if entity.end > at]
        starting += [entity for entity in shown if entity.offset == at]
        html += [_opening(entity, content.text) for entity in starting]
        opened = opened[:ended] + starting
        html.append(escape(utf16.part(content.text, at, until), quote=False))
    return "".join(html)


def _is_shown(entity: Entity, text: str) -> bool:
    tag = _TAGS.get(entity.type)
    return tag is not None and (tag != "a" or address(entity, text) != "")


def _opening(entity: Entity, text: str) -> str:
    if entity.type == "pre" and entity.language:
        return f'<pre data-language="{escape(entity.language)}">'
    if _TAGS[entity.type] == "a":
        return f'<a href="{escape(address(entity, text))}" target="_blank" rel="noopener noreferrer">'
    return f"<{_TAGS[entity.type]}>"


def address(entity: Entity, text: str) -> str:
    """Return the target of a link, or "" for a scheme that is not safe to follow."""
    target = entity.url or utf16.part(text, entity.offset, entity.end)
    if entity.type == "email":
        target = f"mailto:{target}"
    elif entity.type == "url" and "://" not in target:
        target = f"http://{target}"
    return target if target.lower().startswith(_SAFE_LINKS) else ""
