"""Changes of normalized HTML, also of what was written as HTML: levels of headings, pictures, anchors, …"""

import re
from html import escape, unescape
from typing import Final
from urllib.parse import unquote, urlsplit

from markupsafe import Markup

from kernel.phrases import Words
from web_viewer.markdown.sanitizing import ID_PREFIX

# In normalized HTML, every tag has this form, and text contains no `<`.
_TAG: Final = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE: Final = re.compile(r' ([a-z-]+)="([^"]*)"')
_ANCHOR_LINK: Final = re.compile(rf' href="#(?!{ID_PREFIX})')
_PREFIXED_ANCHOR_LINK: Final = f' href="#{ID_PREFIX}'
# As the sanitizer writes it. In sanitized HTML, no text and no attribute contains a tag.
_CHECKBOX: Final = '<input type="checkbox" disabled=""'
_CHECKED: Final = f'{_CHECKBOX} checked=""'


def finish_html(html: str) -> str:
    """Return normalized HTML as it fits into a page.

    The title of the page stays its only `h1`, and no level of headings is skipped. Pictures become links,
    because pages load nothing from other sites. Each `id` occurs once, and links to anchors get its prefix.
    Alignment becomes a class, a section a `div`. Checkboxes are disabled, wide tables can be scrolled, and
    spoilers focused.
    """
    return _TAG.sub(_Finish().tag, html)


class _Finish:
    def __init__(self) -> None:
        self._in_link = False
        self._ids: set[str] = set()
        # The levels of the headings above the current place, as they were written.
        self._above: list[int] = []
        # The levels of the heading tags that are open, as the page has them.
        self._open: list[int] = []

    def tag(self, found: re.Match[str]) -> str:
        slash, name, attributes = found[1], found[2], _ATTRIBUTE.sub(self._attribute, found[3])
        match name:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                level = self._open.pop() if slash else self._heading(int(name[1]))
                return f"<{slash}h{level}{attributes}>"
            case "a":
                self._in_link = not slash
                return f"<{slash}a{_ANCHOR_LINK.sub(_PREFIXED_ANCHOR_LINK, attributes)}>"
            case "img":
                return _picture(dict(_ATTRIBUTE.findall(attributes)), self._in_link)
            case "input":
                return f"{_CHECKED if ' checked=' in attributes else _CHECKBOX}>"
            case "section":  # needs a heading in HTML, and most have none
                return f"<{slash}div{attributes}>"
            case "table":
                return "</table></div>" if slash else f'<div class="wide" tabindex="0"><table{attributes}>'
            case "span" if attributes == ' class="spoiler"':
                return f'<span{attributes} tabindex="0">'
            case _:
                return f"<{slash}{name}{attributes}>"

    def _heading(self, level: int) -> int:
        while self._above and self._above[-1] >= level:
            self._above.pop()
        self._above.append(level)
        self._open.append(min(1 + len(self._above), 6))
        return self._open[-1]

    def _attribute(self, found: re.Match[str]) -> str:
        name, value = found.groups()
        if name == "align":  # obsolete HTML that many READMEs contain
            return f' class="{value}"'
        if name == "id":
            if value in self._ids or len(value.split()) != 1:
                return ""
            self._ids.add(value)
        return str(found[0])


def _picture(attributes: dict[str, str], in_link: bool) -> str:
    address = attributes.get("src", "")
    words = unescape(attributes.get("alt", "")).strip() or _file_name(unescape(address))
    if in_link or not address:
        return escape(words)
    return f'<a class="picture" href="{address}">{escape(words)}</a>'


def _file_name(address: str) -> str:
    try:
        path = urlsplit(address).path
    except ValueError:
        return address
    return unquote(path.rpartition("/")[2]) or address


def label_checkboxes(article: Markup, words: Words) -> Markup:
    """Name the checkboxes of a task list for screen readers."""
    done, to_do = (f' aria-label="{name}"' for name in (words("task-done"), words("task-to-do")))
    html = (
        str(article)
        .replace(f"{_CHECKED}>", f"{_CHECKED}{done}>")
        .replace(f"{_CHECKBOX}>", f"{_CHECKBOX}{to_do}>")
    )
    return Markup(html)  # noqa: S704 - sanitized before, and the words are ours
