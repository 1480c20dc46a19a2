"""The sanitizer: the HTML tags, attributes and classes that the text of a paste may have."""

import re
from collections.abc import Mapping, Set
from typing import Final

import nh3

from web_viewer.listing.colours import CLASSES

# Put before each `id` of a text, so that it never equals one of the page.
ID_PREFIX: Final = "user-content-"
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS: Final = {
    *"a abbr b bdi bdo blockquote br cite code dd del details dfn div dl dt em hr i ins kbd li mark".split(),
    *"ol p pre q rp rt ruby s samp section small span strong sub summary sup u ul var wbr".split(),
    *"caption table tbody td tfoot th thead tr".split(),
    *("input", *_HEADINGS[1:]),
}
# Removed together with their content.
_REMOVED_TAGS: Final = {
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
_DIR: Final = {"dir": {"ltr", "rtl", "auto"}}
_ALIGNED: Final = {"align": {"left", "center", "right"}, **_DIR}
_VALUES: Final[Mapping[str, Mapping[str, Set[str]]]] = {
    **dict.fromkeys(("p", "td", "th", *_HEADINGS), _ALIGNED),
    "bdo": _DIR,
    "span": {"tabindex": {"0"}, **_DIR},
    "a": {"tabindex": {"-1"}, "aria-hidden": {"true"}},
    "div": {"tabindex": {"0"}, **_ALIGNED},
    "input": {"type": {"checkbox"}},
}
_RELATIVE: Final = re.compile(r"[^:/?#]*(?:[/?#]|$)")
_ALERTS: Final = ("note", "tip", "important", "warning", "caution")
_ALIGNMENTS: Final = _ALIGNED["align"]
_CLASSES: Final[Mapping[str, Set[str]]] = {
    **dict.fromkeys(("td", "th", *_HEADINGS), _ALIGNMENTS),
    "a": {"anchor", "picture", "footnote-backref"},
    "div": {*_ALIGNMENTS, "wide", "markdown-alert", *(f"markdown-alert-{kind}" for kind in _ALERTS)},
    "li": {"task-list-item", "footnote-item"},
    "ol": {"footnotes-list"},
    "p": {*_ALIGNMENTS, "markdown-alert-title"},
    "section": {"footnotes"},
    "span": {*CLASSES, "spoiler"},
    "sup": {"footnote-ref"},
    "ul": {"contains-task-list"},
}
_DIR_AUTO: Final = {"dir": "auto"}
# At most one for a tag: the order of several changes from run to run, and with it the ETag of the page.
_FIXED_VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    # In Arabic, the marks of lists and quotations are at the right.
    **dict.fromkeys(("blockquote", "ol", "ul", "table"), _DIR_AUTO),
    "pre": {"tabindex": "0"},
}


def _relative(address: str) -> str | None:
    """Return a relative address, which may lead to another paste; None for one with an unknown scheme."""
    return address if _RELATIVE.match(address) else None


def _cleaner(tags: Set[str], attributes: Mapping[str, Set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        clean_content_tags=_REMOVED_TAGS,
        attributes=attributes,
        tag_attribute_values=_VALUES,
        set_tag_attribute_values=_FIXED_VALUES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto", "tg"},
        url_relative=_relative,
        link_rel="nofollow ugc noopener noreferrer",
        id_prefix=ID_PREFIX,
    )


# The first pass also allows pictures and `h1`, which `finish_html` turns into links and lower headings.
_FIRST_PASS: Final = _cleaner(_TAGS | {"img", _HEADINGS[0]}, {**_ATTRIBUTES, "img": {"src", "alt", "title"}})
_LAST_PASS: Final = _cleaner(_TAGS, _ATTRIBUTES)


def normalized(html: str) -> str:
    """Return harmless HTML in a regular form: every tag is closed, and every value is in double quotes."""
    return _FIRST_PASS.clean(html)


def sanitized(html: str) -> str:
    """Return HTML for a page, which runs nothing and fetches nothing."""
    return _LAST_PASS.clean(html)
