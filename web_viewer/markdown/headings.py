"""Gives each heading an address within the page."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_DROPPED: Final = re.compile(r"[^\w\- ]")
_NAMELESS: Final = "section"


def anchors(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("anchors", _add_anchors)


def _add_anchors(state: StateCore) -> None:
    taken: Counter[str] = Counter()
    for heading, content in zip(state.tokens, state.tokens[1:], strict=False):
        if heading.type == "heading_open" and content.children is not None:
            name = _free(_slug(content.children), taken)
            heading.attrSet("id", name)
            content.children += _anchor(name)


def _slug(content: Sequence[Token]) -> str:
    """As GitHub makes it, so that tables of contents lead to it here too."""
    text = "".join(token.content for token in content if token.type in ("text", "code_inline"))
    return _DROPPED.sub("", text.strip().lower()).replace(" ", "-") or _NAMELESS


def _free(slug: str, taken: Counter[str]) -> str:
    name = slug
    while name in taken:
        name = f"{slug}-{taken[slug]}"
        taken[slug] += 1
    taken[name] = 1
    return name


def _anchor(name: str) -> list[Token]:
    """For the pointer only: its sign is the stylesheet's work, and so is never read out or copied."""
    attributes = {"class": "anchor", "href": f"#{name}", "tabindex": "-1", "aria-hidden": "true"}
    return [Token("anchor_open", "a", 1, attrs={**attributes}), Token("anchor_close", "a", -1)]
