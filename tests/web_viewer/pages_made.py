"""Pages, without a paste behind them."""

from datetime import datetime

from posts.models import PostId, PostUrl
from web_viewer.http.bodies import Bodies
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.page import Page

NOTE = PostUrl("alice/note")
HERE = Address(NOTE, "/alice/note", "en")


def page_of(text: str, until: datetime | None = None) -> Page:
    return Page(Bodies.of(text.encode()), {"Content-Type": "text/html"}, PostId(1), until)


def page_of_size(size: int) -> Page:
    """In all, of about so many bytes."""
    return Page(Bodies("digest", b"", b"x" * (size - page_of("").size)), {}, PostId(1))


def numbered(number: int) -> Address:
    url = PostUrl(f"alice/{number}")
    return Address(url, f"/{url}", "en")
