"""What of HTML may be on a page that somebody else has written."""

import re
from collections.abc import Mapping, Set
from typing import Final

import nh3

from web_viewer.listing.colours import CLASSES

# Before the names of people's own anchors, so that they are never those of the page.
ID_PREFIX: Final = "user-content-"
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS: Final = {
    *"a abbr b bdi bdo blockquote br cite code dd del details dfn div dl dt em hr i ins kbd li mark".split(),
    *"ol p pre q rp rt ruby s samp section small span strong sub summary sup u ul var wbr".split(),
    *"caption table tbody td tfoot th thead tr".split(),
    *("input", *_HEADINGS[1:]),
}
# Their text is no text either.
_DROPPED: Final = {
    *"script style title textarea iframe noscript noembed noframes xmp template svg math object".split(),
    *"select audio video canvas head".split(),
}
_ATTRIBUTES: Final[Mapping[str, Set[str]]] = {
    "*": {"id", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "details": {"open"},
    "input": {"checked", "disabled"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_DIRECTION: Final = {"dir": {"ltr", "rtl", "auto"}}
_ALIGNED: Final = {"align": {"left", "center", "right"}, **_DIRECTION}
_VALUES: Final[Mapping[str, Mapping[str, Set[str]]]] = {
    **dict.fromkeys(("p", "td", "th", *_HEADINGS), _ALIGNED),
    "bdo": _DIRECTION,
    "span": {"tabindex": {"0"}, **_DIRECTION},
    "a": {"tabindex": {"-1"}, "aria-hidden": {"true"}},
    "div": {"tabindex": {"0"}, **_ALIGNED},
    "input": {"type": {"checkbox"}},
}
_RELATIVE: Final = re.compile(r"[^:/?#]*(?:[/?#]|$)")
_ALERTS: Final = ("note", "tip", "important", "warning", "caution")
_PLACES: Final = _ALIGNED["align"]
_CLASSES: Final[Mapping[str, Set[str]]] = {
    **dict.fromkeys(("td", "th", *_HEADINGS), _PLACES),
    "a": {"anchor", "picture", "footnote-backref"},
    "div": {*_PLACES, "wide", "markdown-alert", *(f"markdown-alert-{kind}" for kind in _ALERTS)},
    "li": {"task-list-item", "footnote-item"},
    "ol": {"footnotes-list"},
    "p": {*_PLACES, "markdown-alert-title"},
    "section": {"footnotes"},
    "span": {*CLASSES, "spoiler"},
    "sup": {"footnote-ref"},
    "ul": {"contains-task-list"},
}
_BY_ITS_TEXT: Final = {"dir": "auto"}
# One each: of several, the order would be another each time, and so would the page's ETag.
_ALWAYS: Final[Mapping[str, Mapping[str, str]]] = {
    # A list or quotation in Arabic has its marks at the right.
    **dict.fromkeys(("blockquote", "ol", "ul", "table"), _BY_ITS_TEXT),
    "pre": {"tabindex": "0"},
}


def _relative(address: str) -> str | None:
    """Pastes may lead to others of their author's; what looks like any other scheme leads nowhere."""
    return address if _RELATIVE.match(address) else None


def _cleaner(tags: Set[str], attributes: Mapping[str, Set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        clean_content_tags=_DROPPED,
        attributes=attributes,
        tag_attribute_values=_VALUES,
        set_tag_attribute_values=_ALWAYS,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto", "tg"},
        url_relative=_relative,
        link_rel="nofollow ugc noopener noreferrer",
        id_prefix=ID_PREFIX,
    )


# Pictures and first headings are let in, for `finishing` to make something else of them.
_FIRST: Final = _cleaner(_TAGS | {"img", _HEADINGS[0]}, {**_ATTRIBUTES, "img": {"src", "alt", "title"}})
_LAST: Final = _cleaner(_TAGS, _ATTRIBUTES)


def regular(html: str) -> str:
    """Harmless, and spelled in one way: every tag closed, every value in double quotes."""
    return _FIRST.clean(html)


def sanitized(html: str) -> str:
    """As a page may have it: it runs nothing and fetches nothing."""
    return _LAST.clean(html)
