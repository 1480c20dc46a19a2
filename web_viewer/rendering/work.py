"""What the workers make, and `web_viewer.rendering.renderer` asks them for.

What this imports each of the workers has in memory: no database, no network and no logs.
"""

from collections.abc import Callable

from posts.models import Post
from web_viewer.http.bodies import Bodies
from web_viewer.paste.paste_page import Showing, render_paste
from web_viewer.paste.revision_page import RevisionPage
from web_viewer.phrases import words_in
from web_viewer.previews.card import Card


def paste_html(post: Post, content: bytes, language: str, showing: Showing) -> bytes:
    return render_paste(post, content, words_in(language), showing)


def revision_html(page: RevisionPage, texts: list[bytes], language: str) -> bytes:
    return page.render(texts, words_in(language))


def picture_png(card: Card) -> bytes:
    # Pillow is large, and nobody needs it but a worker.
    from web_viewer.previews.picture import picture_of

    return picture_of(card)


def compressed(function: Callable[..., bytes], arguments: tuple[object, ...]) -> list[bytes]:
    """Return the parts of what the function makes."""
    return Bodies.of(function(*arguments)).parts()
