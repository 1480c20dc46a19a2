"""The Markdown parser: GitHub's Markdown, with Telegram's spoilers."""

from typing import Any, Final

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from web_viewer.markdown.deadline import deadline_plugin
from web_viewer.markdown.plugins import heading_anchors, highlighted_fences, spoilers, table_alignment

# HTML is let through here, and sanitized later.
_OPTIONS: Final = {"html": True, "linkify": True, "tasklists": True, "alerts": True}
_RULES: Final = ("table", "strikethrough", "linkify")


class _Parser(MarkdownIt):
    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        """Show an address as it was typed."""
        return link


def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", _OPTIONS).enable(_RULES)
    # Without a scheme, `main.py` and `read.me` would become links, and so would comments after `//`.
    linkify: Any = parser.linkify
    linkify.set({"fuzzy_link": False}).add("ftp:", None).add("//", None)
    parser.use(footnote_plugin, inline=False).use(front_matter_plugin)
    return (
        parser.use(deadline_plugin)
        .use(spoilers)
        .use(heading_anchors)
        .use(table_alignment)
        .use(highlighted_fences)
    )


PARSER: Final = _parser()
