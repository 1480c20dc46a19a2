"""Renders a paste's page. Takes its time on a long one: for a thread."""

from enum import StrEnum
from typing import Final

from markupsafe import Markup

from kernel.phrases import Words
from posts.languages import PLAIN
from posts.models import Format, Post, Visibility
from web_viewer.language_names import known_or_plain
from web_viewer.listing.excerpt import Excerpt, excerpt_of
from web_viewer.listing.highlighting import HIGHLIGHTED_UP_TO, colour_runs
from web_viewer.listing.lines import numbered_lines
from web_viewer.listing.prose import is_prose
from web_viewer.markdown.rendering import RENDERED_UP_TO, rendered
from web_viewer.templates import render

_MARKDOWN: Final = "markdown"


class View(StrEnum):
    """Of Markdown. What is in any other language looks the same in both."""

    FORMATTED = "formatted"
    SOURCE = "source"


def render_paste(post: Post, content: bytes, words: Words, view: View = View.FORMATTED) -> bytes:
    excerpt = excerpt_of(content)
    language = _MARKDOWN if post.format is Format.MARKDOWN else known_or_plain(post.language)
    can_be_formatted = language == _MARKDOWN and _fits(excerpt)
    article = rendered(excerpt.text) if can_be_formatted and view is View.FORMATTED else None
    return render(
        "paste.html",
        words,
        post=post,
        excerpt=excerpt,
        language=language,
        view=view,
        can_be_formatted=can_be_formatted,
        article=article,
        code=Markup() if article else numbered_lines(colour_runs(excerpt.text, language)),
        is_plain=language == PLAIN,
        is_prose=language == PLAIN and is_prose(excerpt.text),
        is_plain_by_size=language != PLAIN and len(excerpt.text) > HIGHLIGHTED_UP_TO,
        is_listed=post.visibility is Visibility.PUBLIC and (view is View.FORMATTED or not can_be_formatted),
    )


def _fits(excerpt: Excerpt) -> bool:
    return excerpt.is_whole and len(excerpt.text) <= RENDERED_UP_TO
