"""The formatted view of a paste: which pastes have one besides their source, and what renders it."""

from collections.abc import Callable, Mapping
from typing import Final

from markupsafe import Markup

from posts.models import Format, Post
from posts.texts.languages import MARKDOWN
from web_viewer.markdown.rendering import render_markdown
from web_viewer.readable.json_trees import json_tree
from web_viewer.readable.tables import csv_table

# Renders a text as HTML; None if it is too large or malformed.
Formatter = Callable[[str], Markup | None]
_BY_LANGUAGE: Final[Mapping[str, Formatter]] = {MARKDOWN: render_markdown, "json": json_tree}
# Pygments has no languages for tables.
_TABLE_EXTENSIONS: Final = (".csv", ".tsv")


def formatter_of(post: Post, language: str) -> Formatter | None:
    """Return what renders the formatted view of a paste in this language; None if it has only its source."""
    if post.format is not Format.MARKDOWN and post.slug.endswith(_TABLE_EXTENSIONS):
        return csv_table
    return _BY_LANGUAGE.get(language)
