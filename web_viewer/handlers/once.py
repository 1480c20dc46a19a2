"""Pastes that can be read once: a page that asks for confirmation, and the one reading after it.

Links are also opened by programs, such as chats that make previews and browsers that prefetch. None of them
presses the button.
"""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web

from kernel.storage import ContentKey
from posts.errors import PostDeleted
from posts.models import Post
from web_viewer.addresses import requested_paste, with_query
from web_viewer.connections import RENDERER
from web_viewer.handlers.opening import links_of, open_paste, reader_of
from web_viewer.http.headers import FORM_HEADERS, NO_STORE, RAW_HEADERS, attachment
from web_viewer.http.responses import html_page
from web_viewer.http.security import refuse_cross_site
from web_viewer.listing.excerpt import MAX_SHOWN_CHARACTERS, MAX_SHOWN_LINES, excerpt_of
from web_viewer.paste.paste_page import PageOptions
from web_viewer.reader_language import words_for
from web_viewer.services import open_services, post_transaction
from web_viewer.templates import render

_MakeResponse = Callable[[web.Request, Post, bytes], Awaitable[web.Response]]


def confirmation_page(request: web.Request, post: Post) -> web.Response:
    """Return the page that asks before the only reading.

    It has neither the text nor the title, which may be the first line of the text.
    """
    words = words_for(request)
    fits = post.size <= MAX_SHOWN_CHARACTERS and post.lines <= MAX_SHOWN_LINES
    page = render("once.html", words, post=post, links=links_of(request, post), fits_a_page=fits)
    response = html_page(request, page, words.language, cache_control=NO_STORE)
    response.headers.update(FORM_HEADERS)
    return response


async def open_once(request: web.Request) -> web.Response:
    """Delete the paste and show its text as a page, after the reader has pressed the button."""
    return await _burn(request, _html_response)


async def open_once_raw(request: web.Request) -> web.Response:
    return await _burn(request, _raw_response)


async def open_once_as_file(request: web.Request) -> web.Response:
    return await _burn(request, _file_response)


async def _burn(request: web.Request, make_response: _MakeResponse) -> web.Response:
    """Delete a paste that can be read once, and return the response with its text.

    Raises HTTPSeeOther for any other paste.
    """
    refuse_cross_site(request)
    contents = await _read_content(request)
    async with post_transaction(request.app) as posts:
        reader = await reader_of(request, posts.reading)
        post, content = await posts.deleting.burn(requested_paste(request), reader, contents)
        if not post.burn_after_read:
            raise web.HTTPSeeOther(with_query(request, request.rel_url.raw_path))
        # Made before the commit and sent after it: if this fails, the paste is not deleted.
        return await make_response(request, post, content)


async def _read_content(request: web.Request) -> dict[ContentKey, bytes]:
    """Read the content before the transaction begins, which should not wait for the storage."""
    async with open_services(request.app) as services:
        post = await open_paste(request, services.posts)
    if not post.burn_after_read:
        return {}
    try:
        return {post.content_source: await services.posts.content(post)}
    except PostDeleted:  # by another reader at this moment; the transaction will raise the right error
        return {}


async def _html_response(request: web.Request, post: Post, content: bytes) -> web.Response:
    """Return a page, or a file if the page would not show all of the text."""
    excerpt = await asyncio.to_thread(excerpt_of, content)
    if not excerpt.is_whole:
        return await _file_response(request, post, content)
    words, options = words_for(request), PageOptions(links_of(request, post), is_burned=True)
    bodies = await request.app[RENDERER].paste(post, content, words.language, options)
    return html_page(request, bodies, words.language, cache_control=NO_STORE)


async def _raw_response(_: web.Request, __: Post, content: bytes) -> web.Response:
    headers = {hdrs.CACHE_CONTROL: NO_STORE, **RAW_HEADERS}
    return web.Response(body=content, headers=headers, content_type="text/plain", charset="utf-8")


async def _file_response(request: web.Request, post: Post, content: bytes) -> web.Response:
    response = await _raw_response(request, post, content)
    response.headers[hdrs.CONTENT_DISPOSITION] = attachment(post)
    return response
