"""Renders a paste's page. Takes its time on a long one: for a worker."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from markupsafe import Markup

from kernel.address import PublicAddress
from kernel.phrases import Words
from posts.models import Format, Post, Visibility
from posts.texts.languages import PLAIN
from web_viewer.addresses import Links
from web_viewer.listing.excerpt import SHOWN_UP_TO, Excerpt, excerpt_of
from web_viewer.listing.highlighting import HIGHLIGHTED_UP_TO, colour_runs
from web_viewer.listing.lines import numbered_lines
from web_viewer.listing.plain_text import is_log, is_prose
from web_viewer.markdown.rendering import RENDERED_UP_TO
from web_viewer.paste.formats import MARKDOWN, reading_of
from web_viewer.previews.preview import beginning_in, preview_of
from web_viewer.templates import known_or_plain, render

_LOG: Final = "log"


class View(StrEnum):
    """What is only ever shown as its source looks the same in the first two.

    `HIGHLIGHTED`: the source, in colours whatever its length.
    """

    FORMATTED = "formatted"
    SOURCE = "source"
    HIGHLIGHTED = "highlighted"

    @classmethod
    def asked_for(cls, name: str | None) -> "View":
        return next((view for view in cls if view == name), cls.FORMATTED)


@dataclass(frozen=True, slots=True)
class Showing:
    """`edited_at` is None for a paste's first text; `is_gone`: it could be read once, and this is it.

    `without_colours`: they have been tried, and took too long.
    `address`: where the page is, for what others are told of it.
    """

    links: Links
    edited_at: datetime | None = None
    is_gone: bool = False
    view: View = View.FORMATTED
    part: int = 1
    without_colours: bool = False
    address: PublicAddress | None = None


def render_paste(post: Post, content: bytes, words: Words, showing: Showing) -> bytes:
    excerpt, view = excerpt_of(content, showing.part), showing.view
    language = MARKDOWN if post.format is Format.MARKDOWN else known_or_plain(post.language)
    read = None if showing.without_colours or not _fits(excerpt) else reading_of(post, language)
    can_be_formatted = read is not None
    coloured_as = PLAIN if showing.without_colours else _coloured_as(language, excerpt.text)
    article = read(excerpt.text) if read and view is View.FORMATTED else None
    is_second_view = excerpt.number > 1 or (can_be_formatted and view is not View.FORMATTED)
    is_code = language != PLAIN or coloured_as != PLAIN
    is_plain_by_size = language != PLAIN and len(excerpt.text) > _coloured_up_to(view)
    is_listed = post.is_listed and not showing.is_gone and not is_second_view
    preview = (
        preview_of(post, beginning_in(content), showing.address) if is_listed and showing.address else None
    )
    return render(
        "paste.html",
        words,
        post=post,
        links=showing.links,
        edited_at=showing.edited_at,
        is_gone=showing.is_gone,
        is_private=post.visibility is Visibility.PRIVATE,
        excerpt=excerpt,
        language=language,
        view=view,
        can_be_formatted=can_be_formatted,
        article=article,
        code=Markup() if article else _listing(excerpt, coloured_as, view, is_code=is_code),
        is_plain=language == PLAIN,
        is_prose=language == PLAIN and is_prose(excerpt.text),
        is_plain_by_size=is_plain_by_size,
        is_too_slow=showing.without_colours,
        is_listed=is_listed,
        preview=preview,
    )


def _coloured_as(language: str, text: str) -> str:
    """What nobody has named may be a log."""
    return _LOG if language == PLAIN and is_log(text) else language


def _listing(excerpt: Excerpt, language: str, view: View, *, is_code: bool) -> Markup:
    runs = colour_runs(excerpt.text, language, up_to=_coloured_up_to(view))
    # What people write to each other may well need its marks of direction.
    return numbered_lines(runs, excerpt.first_line, is_code=is_code)


def _coloured_up_to(view: View) -> int:
    """In characters."""
    return SHOWN_UP_TO if view is View.HIGHLIGHTED else HIGHLIGHTED_UP_TO


def _fits(excerpt: Excerpt) -> bool:
    return excerpt.is_whole and len(excerpt.text) <= RENDERED_UP_TO
