"""Renders a paste's page. Takes its time on a long one: for a thread."""

from kernel.phrases import Words
from posts.languages import PLAIN
from posts.models import Post, Visibility
from web_viewer.language_names import known_or_plain
from web_viewer.listing.excerpt import excerpt_of
from web_viewer.listing.highlighting import HIGHLIGHTED_UP_TO, colour_runs
from web_viewer.listing.lines import numbered_lines
from web_viewer.listing.prose import is_prose
from web_viewer.templates import render


def render_paste(post: Post, content: bytes, words: Words) -> bytes:
    excerpt = excerpt_of(content)
    language = known_or_plain(post.language)
    return render(
        "paste.html",
        words,
        post=post,
        excerpt=excerpt,
        code=numbered_lines(colour_runs(excerpt.text, language)),
        is_plain=language == PLAIN,
        is_prose=language == PLAIN and is_prose(excerpt.text),
        is_plain_by_size=language != PLAIN and len(excerpt.text) > HIGHLIGHTED_UP_TO,
        is_listed=post.visibility is Visibility.PUBLIC,
    )
