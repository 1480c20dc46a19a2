"""Reads Markdown as GitHub does, and spoilers as Telegram does."""

from typing import Any, Final

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from web_viewer.markdown.deadline import patience
from web_viewer.markdown.plugins import anchors, fences, spoilers, tables

# HTML goes through: what of it is harmless is the sanitizer's to tell.
_OPTIONS: Final = {"html": True, "linkify": True, "tasklists": True, "alerts": True}
_RULES: Final = ("table", "strikethrough", "linkify")


class _Parser(MarkdownIt):
    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        """An address appears as it was typed."""
        return link


def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", _OPTIONS).enable(_RULES)
    # `main.py` and `read.me` are no addresses; `//` begins comments.
    linkify: Any = parser.linkify
    linkify.set({"fuzzy_link": False}).add("ftp:", None).add("//", None)
    parser.use(footnote_plugin, inline=False).use(front_matter_plugin)
    return parser.use(patience).use(spoilers).use(anchors).use(tables).use(fences)


PARSER: Final = _parser()
