"""`/{username}.atom`: a person's latest public pastes, for feed readers."""

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
from posts.models import Post
from web_viewer.connections import SETTINGS
from web_viewer.http.bodies import digest_of, packed
from web_viewer.http.headers import ALWAYS_ASK, VARY
from web_viewer.http.negotiation import coding_headers, coding_of, has_already, nothing_new
from web_viewer.reader_language import words_for
from web_viewer.services import Rooms, open_rooms
from web_viewer.templates import render

_ENTRIES: Final = 20
# What is longer is announced without its first lines, so that no feed reads hundreds of megabytes.
_READ_UP_TO: Final = 1_000_000  # bytes


async def show_feed(request: web.Request) -> web.Response:
    words = words_for(request)
    async with open_rooms(request.app) as rooms:
        user = await rooms.accounts.find(request.match_info["username"])
        posts = (await rooms.listing.listed_page(user.id, _ENTRIES)).posts
        tag, changed = _tag(user, posts, words.language), updated_at(user, posts)
        headers: dict[str, str] = {
            hdrs.CACHE_CONTROL: ALWAYS_ASK,
            hdrs.VARY: VARY,
            hdrs.ETAG: f'W/"{tag}"',
            hdrs.CONTENT_TYPE: "application/atom+xml; charset=utf-8",
            hdrs.LAST_MODIFIED: changed.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        }
        if has_already(request, tag):
            return nothing_new(headers)
    entries = [Entry(post, await _beginning(rooms, post)) for post in posts]
    base = request.app[SETTINGS].address.public_url
    body = await asyncio.to_thread(render_feed, base, user, entries, words)
    coding = coding_of(request)
    return web.Response(body=packed(body, coding), headers={**headers, **coding_headers(coding)})


def _tag(user: User, posts: Sequence[Post], language: str) -> str:
    """Weak: the same feed travels in several codings. It tells all that the feed is made of, also that
    something is not in it any more, which no date tells."""
    said = repr((user.username, language, [(post.url, post.updated_at) for post in posts]))
    return digest_of(said.encode())


async def _beginning(rooms: Rooms, post: Post) -> str:
    return excerpt_of(await rooms.posts.content(post)) if post.size <= _READ_UP_TO else ""


_LINES: Final = 20
_CHARACTERS: Final = 2_000
# All that XML 1.0 (2.2) forbids, in whatever way it is written.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A paste with its first lines, which are empty where it is too long to be read for them."""

    post: Post
    beginning: str


def render_feed(base: str, user: User, entries: Sequence[Entry], words: Words) -> bytes:
    updated = updated_at(user, [entry.post for entry in entries])
    page = render(
        "feed.xml", words, base=base, user=user, entries=entries, updated=updated, tag=_Tags(base), time=_time
    )
    return _FORBIDDEN.sub("", page.decode()).encode()


def updated_at(user: User, posts: Sequence[Post]) -> datetime:
    return max([user.registered_at, *(post.updated_at for post in posts)]).astimezone(UTC)


def excerpt_of(content: bytes) -> str:
    """The first lines."""
    text = content.decode("utf-8-sig", errors="replace")
    some = "".join(islice(text.splitlines(keepends=True), _LINES))[:_CHARACTERS]
    return some if len(some) == len(text) else f"{some.rstrip()}\n…"


@dataclass(frozen=True, slots=True)
class _Tags:
    """Names that stay when what they name is renamed (RFC 4151): of this site, since that day."""

    base: str

    def __call__(self, kind: str, number: int, since: datetime) -> str:
        return f"tag:{urlsplit(self.base).hostname},{since.astimezone(UTC):%Y-%m-%d}:{kind}/{number}"


def _time(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")
