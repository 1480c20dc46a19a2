"""Does once, before there are workers, what each of them would do at its first page."""

from datetime import UTC, datetime
from typing import Final

from auth.models import UserId
from kernel.content_store import ContentKey
from kernel.phrases import LANGUAGES
from posts.models import Format, Post, PostId, PostUrl, Visibility
from web_viewer.paste.links import Links
from web_viewer.paste.paste_page import Showing
from web_viewer.previews.card import card_of
from web_viewer.rendering.work import paste_html, picture_png

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
