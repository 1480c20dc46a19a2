"""Renders the page of a paste. Runs in a worker, because a long text takes a while."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from markupsafe import Markup

from kernel.address import PublicAddress
from kernel.phrases import Words
from posts.models import Format, Post, Visibility
from posts.texts.languages import MARKDOWN, PLAIN
from web_viewer.addresses import Links
from web_viewer.listing.excerpt import MAX_SHOWN_CHARACTERS, Excerpt, excerpt_of
from web_viewer.listing.highlighting import MAX_HIGHLIGHTED_CHARACTERS, highlight
from web_viewer.listing.lines import numbered_lines
from web_viewer.listing.plain_text import is_log, is_prose
from web_viewer.markdown.rendering import MAX_RENDERED_CHARACTERS
from web_viewer.paste.formats import formatter_of
from web_viewer.previews.preview import Preview, decode_beginning, preview_of
from web_viewer.templates import known_or_plain, render

_LOG: Final = "log"


class View(StrEnum):
    """The view in the address. A paste without a formatter shows its source in the first view, too.

    `HIGHLIGHTED` is the source, highlighted even if it is very long.
    """

    FORMATTED = "formatted"
    SOURCE = "source"
    HIGHLIGHTED = "highlighted"

    @classmethod
    def parse(cls, name: str | None) -> "View":
        return next((view for view in cls if view == name), cls.FORMATTED)


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How to render a paste. `edited_at` is None for the first version; `part` counts from 1.

    `links` lead to the paste, with the reading key if the page is shown by one. `is_burned`: the paste could
    be read once, and this page is that reading. `without_highlighting`: highlighting was tried and took too
    long. `address` is that of the viewer, for previews on other sites; without it the page has none.
    """

    links: Links
    edited_at: datetime | None = None
    is_burned: bool = False
    view: View = View.FORMATTED
    part: int = 1
    without_highlighting: bool = False
    address: PublicAddress | None = None


def render_paste(post: Post, content: bytes, words: Words, options: PageOptions) -> bytes:
    """Return the page as HTML: the formatted view, if there is one and it is asked for, else the source."""
    excerpt, view = excerpt_of(content, options.part), options.view
    language = MARKDOWN if post.format is Format.MARKDOWN else known_or_plain(post.language)
    can_format = not options.without_highlighting and _fits_formatter(excerpt)
    formatter = formatter_of(post, language) if can_format else None
    article = formatter(excerpt.text) if formatter and view is View.FORMATTED else None
    highlighted_as = PLAIN if options.without_highlighting else _language_to_highlight(language, excerpt.text)
    is_code = language != PLAIN or highlighted_as != PLAIN
    is_first_view = excerpt.number == 1 and (formatter is None or view is View.FORMATTED)
    is_listed = post.is_listed and not options.is_burned and is_first_view
    return render(
        "paste.html",
        words,
        post=post,
        links=options.links,
        edited_at=options.edited_at,
        is_burned=options.is_burned,
        is_private=post.visibility is Visibility.PRIVATE,
        excerpt=excerpt,
        language=language,
        view=view,
        can_be_formatted=formatter is not None,
        article=article,
        code=Markup() if article else _listing(excerpt, highlighted_as, view, is_code=is_code),
        is_plain=language == PLAIN,
        is_prose=language == PLAIN and is_prose(excerpt.text),
        is_plain_by_size=language != PLAIN and len(excerpt.text) > _max_highlighted(view),
        is_too_slow=options.without_highlighting,
        is_listed=is_listed,
        preview=_preview(post, content, options) if is_listed else None,
    )


def _fits_formatter(excerpt: Excerpt) -> bool:
    return excerpt.is_whole and len(excerpt.text) <= MAX_RENDERED_CHARACTERS


def _language_to_highlight(language: str, text: str) -> str:
    return _LOG if language == PLAIN and is_log(text) else language


def _listing(excerpt: Excerpt, language: str, view: View, *, is_code: bool) -> Markup:
    runs = highlight(excerpt.text, language, max_characters=_max_highlighted(view))
    # In code, bidi controls are marked; in messages between people they may be needed.
    return numbered_lines(runs, excerpt.first_line, is_code=is_code)


def _max_highlighted(view: View) -> int:
    return MAX_SHOWN_CHARACTERS if view is View.HIGHLIGHTED else MAX_HIGHLIGHTED_CHARACTERS


def _preview(post: Post, content: bytes, options: PageOptions) -> Preview | None:
    return preview_of(post, decode_beginning(content), options.address) if options.address else None
