"""`/{username}.atom`: a person's latest public pastes, for feed readers."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from aiohttp import ETag, hdrs, web

from auth.models import User
from posts.models import Post
from web_viewer.answers import ALWAYS_ASK, compressed, has_already, not_modified
from web_viewer.connections import SETTINGS
from web_viewer.feed import Entry, excerpt_of, render_feed, updated_at
from web_viewer.rooms import Rooms, open_rooms
from web_viewer.words import words_for

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
            hdrs.VARY: f"{hdrs.ACCEPT_LANGUAGE}, {hdrs.COOKIE}, {hdrs.ACCEPT_ENCODING}",
            hdrs.LAST_MODIFIED: changed.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        }
        if has_already(request, tag):
            return not_modified(tag, headers)
        entries = [Entry(post, await _beginning(rooms, post)) for post in posts]
    base = request.app[SETTINGS].address.public_url
    body = await asyncio.to_thread(render_feed, base, user, entries, words)
    response = web.Response(body=body, headers=headers, content_type="application/atom+xml", charset="utf-8")
    response.etag = tag
    return compressed(request, response)


def _tag(user: User, posts: Sequence[Post], language: str) -> ETag:
    """Weak: the same feed travels in several codings. It tells all that the feed is made of, also that
    something is not in it any more, which no date tells."""
    said = repr((user.username, language, [(post.url, post.updated_at) for post in posts]))
    return ETag(sha256(said.encode()).hexdigest()[:24], is_weak=True)


async def _beginning(rooms: Rooms, post: Post) -> str:
    return excerpt_of(await rooms.posts.content(post)) if post.size <= _READ_UP_TO else ""
