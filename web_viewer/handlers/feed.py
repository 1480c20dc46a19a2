"""`/{username}.atom`: an Atom feed (RFC 4287) of a person's latest public pastes."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from auth.models import User
from kernel.phrases import Words
from posts.errors import ContentMissing, PostDeleted
from posts.models import Post
from web_viewer.connections import SETTINGS
from web_viewer.http.bodies import compress, digest_of
from web_viewer.http.headers import NO_CACHE, VARY
from web_viewer.http.negotiation import coding_headers, coding_of, matches_etag, not_modified
from web_viewer.reader_language import words_for
from web_viewer.services import Services, open_services
from web_viewer.templates import render

_MAX_ENTRIES: Final = 20
# A larger paste is listed without its first lines, so that a feed never reads hundreds of megabytes.
_MAX_READ_BYTES: Final = 1_000_000
_MAX_LINES: Final = 20
_MAX_CHARACTERS: Final = 2_000
# Characters that XML 1.0 (2.2) forbids even when they are escaped.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A paste with its first lines; without them if it is too large, or its file is missing."""

    post: Post
    beginning: str


async def show_feed(request: web.Request) -> web.Response:
    """Send the feed in the reader's language, or 304 if nothing has changed. Raises UserNotFound."""
    words = words_for(request)
    async with open_services(request.app) as services:
        user = await services.accounts.find(request.match_info["username"])
        posts = (await services.listing.listed_page(user.id, _MAX_ENTRIES)).posts
        tag, changed = _tag(user, posts, words.language), _updated_at(user, posts)
        headers: dict[str, str] = {
            hdrs.CACHE_CONTROL: NO_CACHE,
            hdrs.VARY: VARY,
            hdrs.ETAG: f'W/"{tag}"',
            hdrs.CONTENT_TYPE: "application/atom+xml; charset=utf-8",
            hdrs.LAST_MODIFIED: changed.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        }
        if matches_etag(request, tag):
            return not_modified(headers)
    entries = [_Entry(post, await _beginning(services, post)) for post in posts]
    base = request.app[SETTINGS].address.public_url
    body = await asyncio.to_thread(_render_feed, base, user, entries, words)
    coding = coding_of(request)
    return web.Response(body=compress(body, coding), headers={**headers, **coding_headers(coding)})


def _tag(user: User, posts: Sequence[Post], language: str) -> str:
    """Return a weak ETag, the same in each coding. Unlike a date, it changes when a paste disappears."""
    state = (user.username, language, [(post.url, post.updated_at) for post in posts])
    return digest_of(repr(state).encode())


async def _beginning(services: Services, post: Post) -> str:
    if post.size > _MAX_READ_BYTES:
        return ""
    try:
        return first_lines(await services.posts.content(post))
    except (ContentMissing, PostDeleted):
        return ""


def first_lines(content: bytes) -> str:
    """Return up to 20 lines and 2,000 characters, with an ellipsis if there are more."""
    text = content.decode("utf-8-sig", errors="replace")
    beginning = "".join(islice(text.splitlines(keepends=True), _MAX_LINES))[:_MAX_CHARACTERS]
    return beginning if len(beginning) == len(text) else f"{beginning.rstrip()}\n…"


def _render_feed(base: str, user: User, entries: Sequence[_Entry], words: Words) -> bytes:
    page = render(
        "feed.xml",
        words,
        base=base,
        user=user,
        entries=entries,
        updated=_updated_at(user, [entry.post for entry in entries]),
        tag=_TagUris(base),
        time=_time,
    )
    return _FORBIDDEN.sub("", page.decode()).encode()


def _updated_at(user: User, posts: Sequence[Post]) -> datetime:
    return max([user.registered_at, *(post.updated_at for post in posts)]).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _TagUris:
    """Tag URIs (RFC 4151): identifiers that stay the same when a person or a paste is renamed."""

    base: str

    def __call__(self, kind: str, number: int, since: datetime) -> str:
        return f"tag:{urlsplit(self.base).hostname},{since.astimezone(UTC):%Y-%m-%d}:{kind}/{number}"


def _time(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")
