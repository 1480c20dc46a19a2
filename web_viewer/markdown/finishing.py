"""What only a look at the tags can do, also for those that people wrote themselves."""

import re
from html import escape, unescape
from typing import Final
from urllib.parse import unquote, urlsplit

from markupsafe import Markup

from kernel.phrases import Words
from web_viewer.markdown.sanitizing import ID_PREFIX

# In sanitized HTML no `<` stands in text, and every tag has this form.
_TAG: Final = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE: Final = re.compile(r' ([a-z-]+)="([^"]*)"')
_TO_ANCHOR: Final = re.compile(rf' href="#(?!{ID_PREFIX})')
_TO_ITS_PLACE: Final = f' href="#{ID_PREFIX}'
# As the sanitizer writes it; in sanitized HTML, no text and no attribute holds such a tag.
_BOX: Final = '<input type="checkbox" disabled=""'
_TICKED: Final = f'{_BOX} checked=""'


def finished(html: str) -> str:
    """Takes regular HTML.

    The page's title stays its only first heading, and no level is left out below it; pictures become links,
    because nothing is fetched from elsewhere; sections are plain; links to anchors lead to where their names
    have gone, of which each is there once; what is aligned has a class; boxes cannot be ticked; wide tables
    can be scrolled, and spoilers focused.
    """
    return _TAG.sub(_Finish().tag, html)


class _Finish:
    def __init__(self) -> None:
        self._in_link = False
        self._ids: set[str] = set()
        self._above: list[int] = []
        """The levels of the headings that are over the place, as their author counts."""
        self._open: list[int] = []
        """As the page counts."""

    def tag(self, found: re.Match[str]) -> str:
        slash, name, attributes = found[1], found[2], _ATTRIBUTE.sub(self._attribute, found[3])
        match name:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                level = self._open.pop() if slash else self._heading(int(name[1]))
                return f"<{slash}h{level}{attributes}>"
            case "a":
                self._in_link = not slash
                return f"<{slash}a{_TO_ANCHOR.sub(_TO_ITS_PLACE, attributes)}>"
            case "img":
                return _picture(dict(_ATTRIBUTE.findall(attributes)), self._in_link)
            case "input":
                return f"{_TICKED if ' checked=' in attributes else _BOX}>"
            case "section":  # which wants a heading, and few have one
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
        if name == "align":  # as many a README has it, and no HTML any more
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


def boxes_named(article: Markup, words: Words) -> Markup:
    done, to_do = (f' aria-label="{name}"' for name in (words("task-done"), words("task-to-do")))
    html = str(article).replace(f"{_TICKED}>", f"{_TICKED}{done}>").replace(f"{_BOX}>", f"{_BOX}{to_do}>")
    return Markup(html)  # noqa: S704 - sanitized before, and the words are ours
