"""Pages of the cache, without pastes."""

from datetime import UTC, datetime

from posts.models import PostId, PostUrl
from web_viewer.http.bodies import Bodies
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.page import Page

NOTE = PostUrl("alice/note")
HERE = Address(NOTE, "/alice/note", "en")
VERSION = datetime(2026, 1, 2, 3, 4, 5, 6, UTC)


def page_of(text: str, expires_at: datetime | None = None, version: datetime = VERSION) -> Page:
    return Page(Bodies.of(text.encode()), {"Content-Type": "text/html"}, PostId(1), version, expires_at)


def page_of_size(size: int, version: datetime = VERSION) -> Page:
    """Return a page that takes about `size` bytes of memory."""
    return Page(Bodies("digest", b"", b"x" * (size - page_of("").size)), {}, PostId(1), version)


def numbered(number: int) -> Address:
    url = PostUrl(f"alice/{number}")
    return Address(url, f"/{url}", "en")
