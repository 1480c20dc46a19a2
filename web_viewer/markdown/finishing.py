"""What only a look at the tags can do, also for those that people wrote themselves."""

import re
from html import escape, unescape
from typing import Final
from urllib.parse import unquote, urlsplit

from web_viewer.markdown.sanitizing import ID_PREFIX

# In sanitized HTML no `<` stands in text, and every tag has this form.
_TAG: Final = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE: Final = re.compile(r' ([a-z-]+)="([^"]*)"')
_TO_ANCHOR: Final = re.compile(rf' href="#(?!{ID_PREFIX})')
_TO_ITS_PLACE: Final = f' href="#{ID_PREFIX}'
_UNTICKED: Final = '<input type="checkbox" disabled="">'
_TICKED: Final = '<input type="checkbox" disabled="" checked="">'


def finished(html: str) -> str:
    """Takes regular HTML.

    The page's title stays its only first heading; pictures become links, because nothing is fetched from
    elsewhere; sections are plain; links to anchors lead to where their names have gone; boxes cannot be
    ticked; wide tables can be scrolled, and spoilers focused.
    """
    return _TAG.sub(_Finish().tag, html)


class _Finish:
    def __init__(self) -> None:
        self._in_link = False

    def tag(self, found: re.Match[str]) -> str:
        slash, name, attributes = found.groups()
        match name:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                return f"<{slash}h{min(int(name[1]) + 1, 6)}{attributes}>"
            case "a":
                self._in_link = not slash
                return f"<{slash}a{_TO_ANCHOR.sub(_TO_ITS_PLACE, attributes)}>"
            case "img":
                return _picture(dict(_ATTRIBUTE.findall(attributes)), self._in_link)
            case "input":
                return _TICKED if " checked=" in attributes else _UNTICKED
            case "section":  # which wants a heading, and few have one
                return f"<{slash}div{attributes}>"
            case "table":
                return "</table></div>" if slash else f'<div class="wide" tabindex="0">{found[0]}'
            case "span" if attributes == ' class="spoiler"':
                return f'<span{attributes} tabindex="0">'
            case _:
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
