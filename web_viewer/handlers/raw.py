"""`/{username}/{slug}/raw` and `/download`: the exact bytes of a paste."""

import asyncio
from functools import partial
from typing import Final

from aiohttp import hdrs, web

from posts.models import PostUrl
from web_viewer.addresses import reading_key, requested_paste
from web_viewer.connections import VIEW_COUNTS
from web_viewer.handlers.opening import PasteIsReadOnce, open_rereadable_paste, redirect_to_confirmation
from web_viewer.http.bodies import Bodies, digest_of_sha256
from web_viewer.http.headers import attachment, text_headers
from web_viewer.http.raw_text import RawText, send_raw_text
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.cache import LOOKUP
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.page_response import page_response
from web_viewer.page_cache.wiring import PAGE_CACHE
from web_viewer.services import open_services

# A larger text is not cached, but sent in chunks from the storage.
_MAX_CACHED_BYTES: Final = 1_000_000


class _TooLargeToCache(Exception):
    """The text is sent in chunks instead."""


async def show_raw(request: web.Request) -> web.StreamResponse:
    """Send the text from the page cache; from the storage if it is large, or a range or a key is given.

    Redirects to the page of a paste that can be read once.
    """
    if reading_key(request) is not None or hdrs.RANGE in request.headers:
        return await _send(request)
    url = requested_paste(request)
    address = Address(url, f"/{url}/raw", "")
    try:
        page = await request.app[PAGE_CACHE].get(
            address, partial(_load_page, request.app, url), request.get(LOOKUP)
        )
    except _TooLargeToCache:
        return await _send(request)
    except PasteIsReadOnce as found:
        raise redirect_to_confirmation(request, found.post) from None
    request.app[VIEW_COUNTS].count(page.post, request)
    return page_response(request, page)


async def download(request: web.Request) -> web.StreamResponse:
    return await _send(request, as_file=True)


async def _load_page(app: web.Application, url: PostUrl) -> Page:
    async with open_services(app) as services:
        post = await services.posts.open(url, None)
        if post.burn_after_read:
            raise PasteIsReadOnce(post)
        if post.size > _MAX_CACHED_BYTES:
            raise _TooLargeToCache
    content = await services.posts.content(post)
    bodies = await asyncio.to_thread(Bodies.of, content)
    return Page.of(post, bodies, text_headers(post))


async def _send(request: web.Request, *, as_file: bool = False) -> web.StreamResponse:
    async with open_services(request.app) as services:
        post = await open_rereadable_paste(request, services.posts)
        headers = text_headers(post) | ({hdrs.CONTENT_DISPOSITION: attachment(post)} if as_file else {})
        text = RawText(
            post.size, digest_of_sha256(post.sha256), headers, partial(services.posts.stream, post)
        )
    request.app[VIEW_COUNTS].count(post.id, request)
    return await send_raw_text(request, text)
