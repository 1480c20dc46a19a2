"""The functions that render workers run.

Each worker holds in memory what this module imports, so it imports no database, no network and no structlog.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from auth.models import UserId
from kernel.content_store import ContentKey
from kernel.phrases import LANGUAGES
from posts.models import Format, Post, PostId, PostUrl, Visibility
from web_viewer.addresses import Links
from web_viewer.http.bodies import Bodies
from web_viewer.paste.paste_page import PageOptions, render_paste
from web_viewer.paste.revision_page import RevisionPage
from web_viewer.phrases import words_in
from web_viewer.previews.preview import Card, card_of

# Texts that make the renderers load what they need.
_SAMPLES: Final = (
    ("python", "import os\n\n\ndef f(x: int) -> str:\n    return f'{x} {os.sep}'  # as text\n"),
    *((name, "x = 1\n") for name in "bash c cpp css go html java javascript rust sql typescript".split()),
    ("markdown", "# Title\n\nSome *words*, a [link](https://example.org) and\n\n```python\nx = 1\n```\n"),
    ("json", '{"a": [1, null, "b"]}\n'),
    ("text", "Some words.\n"),
)


def paste_html(post: Post, content: bytes, language: str, options: PageOptions) -> bytes:
    return render_paste(post, content, words_in(language), options)


def revision_html(page: RevisionPage, texts: list[bytes], language: str) -> bytes:
    return page.render(texts, words_in(language))


def picture_png(card: Card) -> bytes:
    # Pillow is large, and the main process, which imports this module too, does not need it.
    from web_viewer.previews.picture import draw_picture

    return draw_picture(card)


def compressed(function: Callable[..., bytes], arguments: tuple[object, ...]) -> list[bytes]:
    """Call a function, and return the content that it returns, compressed, as `Bodies.parts`."""
    return Bodies.of(function(*arguments)).parts()


def warm_up() -> None:
    """Render samples, so that workers start with everything loaded. Called by their fork server."""
    for language in LANGUAGES:
        for name, text in _SAMPLES:
            post = _post(name, text)
            paste_html(post, text.encode(), language, PageOptions(Links(post.url)))
    for name, text in _SAMPLES:
        picture_png(card_of(_post(name, text), text))


def _post(language: str, text: str) -> Post:
    now = datetime.now(UTC)
    return Post(
        id=PostId(0),
        title=language,
        url=PostUrl(f"sample/{language}"),
        content_source=ContentKey(""),
        created_by=UserId(0),
        created_at=now,
        updated_at=now,
        revision=1,
        language=language,
        format=Format.PLAIN,
        visibility=Visibility.PUBLIC,
        size=len(text),
        lines=text.count("\n"),
        sha256="",
    )
