"""Aligns cells by classes: pages have no inline style."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore


def tables(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("alignment", _align)


def _align(state: StateCore) -> None:
    for token in state.tokens:
        style = token.attrs.pop("style", None) if token.type in ("th_open", "td_open") else None
        if style:
            token.attrSet("class", str(style).removeprefix("text-align:"))
