"""What is to be read once: a page that asks first, and the only reading, which a press of its button is.

Links are opened by more than people: by previews in chats, by browsers in advance. None of them presses.
"""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from kernel.storage import ContentKey
from posts.errors import PostDeleted
from posts.models import Post
from web_viewer.addresses import paste_in, with_query
from web_viewer.connections import RENDERER
from web_viewer.http.exact_text import exact_text
from web_viewer.http.responses import KEEP_NOWHERE, html_page
from web_viewer.http.security import FORM_HEADERS, refuse_other_sites
from web_viewer.listing.excerpt import LINES_SHOWN, SHOWN_UP_TO, excerpt_of
from web_viewer.paste.file_names import attachment
from web_viewer.paste.paste_page import Showing
from web_viewer.paste.reading import links_to, open_paste, reader_of
from web_viewer.reader_language import words_for
from web_viewer.services import changing_posts, open_rooms
from web_viewer.templates import render

_Rendering = Callable[[web.Request, Post, bytes], Awaitable[web.Response]]


def confirm_page(request: web.Request, post: Post) -> web.Response:
    """Tells nothing of the text, nor its title, which may be its first line."""
    words = words_for(request)
    fits = post.size <= SHOWN_UP_TO and post.lines <= LINES_SHOWN
    page = render("once.html", words, post=post, links=links_to(request, post), fits_a_page=fits)
    answer = html_page(request, page, words.language, keeping=KEEP_NOWHERE)
    answer.headers.update(FORM_HEADERS)
    return answer


async def open_once(request: web.Request) -> web.Response:
    return await _open(request, _as_page)


async def open_once_raw(request: web.Request) -> web.Response:
    return await _open(request, _as_text)


async def open_once_as_file(request: web.Request) -> web.Response:
    return await _open(request, _as_file)


async def _open(request: web.Request, answer_with: _Rendering) -> web.Response:
    """What can be read at any time needs no such request, and is led to the usual one."""
    refuse_other_sites(request)
    already_read = await _read(request)
    async with changing_posts(request.app) as posts:
        reader = await reader_of(request, posts.reading)
        post, content = await posts.deleting.burn(paste_in(request), reader, already_read)
        if not post.burn_after_read:
            raise web.HTTPSeeOther(with_query(request, request.rel_url.raw_path))
        # Made before the commit, and sent after it: what fails here has cost nobody the text.
        return await answer_with(request, post, content)


async def _read(request: web.Request) -> dict[ContentKey, bytes]:
    """Read before the transaction begins, which is not to wait for the storage. Nothing is burned by that."""
    async with open_rooms(request.app) as rooms:
        post = await open_paste(request, rooms.posts)
    if not post.burn_after_read:
        return {}
    try:
        return {post.content_source: await rooms.posts.content(post)}
    except PostDeleted:  # by whoever reads it just now; the transaction will tell
        return {}


async def _as_page(request: web.Request, post: Post, content: bytes) -> web.Response:
    """A file where a page would leave something out, because nobody could read that any more."""
    excerpt = await asyncio.to_thread(excerpt_of, content)
    if not excerpt.is_whole:
        return await _as_file(request, post, content)
    words, showing = words_for(request), Showing(links_to(request, post), is_gone=True)
    bodies = await request.app[RENDERER].paste(post, content, words.language, showing)
    return html_page(request, bodies, words.language, keeping=KEEP_NOWHERE)


async def _as_text(_: web.Request, __: Post, content: bytes) -> web.Response:
    return exact_text(content, keeping=KEEP_NOWHERE)


async def _as_file(_: web.Request, post: Post, content: bytes) -> web.Response:
    return exact_text(content, attachment(post), keeping=KEEP_NOWHERE)
