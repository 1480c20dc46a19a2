"""What the workers make, and `web_viewer.rendering.renderer` asks them for.

What this imports each of the workers has in memory: no database, no network and no logs.
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
from web_viewer.paste.paste_page import Showing, render_paste
from web_viewer.paste.revision_page import RevisionPage
from web_viewer.phrases import words_in
from web_viewer.previews.preview import Card, card_of


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


_SAMPLES: Final = (
    ("python", "import os\n\n\ndef f(x: int) -> str:\n    return f'{x} {os.sep}'  # as text\n"),
    *((name, "x = 1\n") for name in "bash c cpp css go html java javascript rust sql typescript".split()),
    ("markdown", "# Title\n\nSome *words*, a [link](https://example.org) and\n\n```python\nx = 1\n```\n"),
    ("json", '{"a": [1, null, "b"]}\n'),
    ("text", "Some words.\n"),
)


def warm_up() -> None:
    """Called by the fork server of the workers that render."""
    for language in LANGUAGES:
        for name, text in _SAMPLES:
            post = _post(name, text)
            paste_html(post, text.encode(), language, Showing(Links(post.url)))
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
