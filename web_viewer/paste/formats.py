"""Which pastes can be shown as something else than their source, and how."""

from collections.abc import Callable, Mapping
from typing import Final

from markupsafe import Markup

from posts.models import Format, Post
from web_viewer.markdown.rendering import rendered
from web_viewer.readable.json_trees import tree
from web_viewer.readable.tables import table

MARKDOWN: Final = "markdown"
_BY_LANGUAGE: Final[Mapping[str, Callable[[str], Markup | None]]] = {MARKDOWN: rendered, "json": tree}
# Pygments does not know them, so their names tell.
_TABLES: Final = (".csv", ".tsv")


def reading_of(post: Post, language: str) -> Callable[[str], Markup | None] | None:
    """What sets the text, giving None where it would be too much; None for what is its own reading."""
    if post.format is not Format.MARKDOWN and post.slug.endswith(_TABLES):
        return table
    return _BY_LANGUAGE.get(language)
