"""`/{username}/{slug}/raw` and `/download`: a paste's exact bytes."""

import asyncio
from functools import partial
from typing import Final

from aiohttp import hdrs, web

from posts.models import PostUrl
from web_viewer.addresses import key_in, paste_in
from web_viewer.connections import VIEW_COUNTS
from web_viewer.handlers.opening import IsReadOnce, once_only, open_lasting_paste
from web_viewer.http.bodies import Bodies, digest_by
from web_viewer.http.exact_text import ExactText, send_text
from web_viewer.http.headers import attachment, text_headers
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.cache import LOOKUP
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.page_response import page_response
from web_viewer.page_cache.wiring import PAGE_CACHE
from web_viewer.services import open_rooms

# What is larger is sent from its file, some at once.
_KEPT_UP_TO: Final = 1_000_000  # bytes


class _IsLarge(Exception):
    """Nobody keeps a copy of its file."""


async def show_raw(request: web.Request) -> web.StreamResponse:
    if key_in(request) is not None or hdrs.RANGE in request.headers:
        return await _send(request)
    url = paste_in(request)
    address = Address(url, f"/{url}/raw", "")
    try:
        page = await request.app[PAGE_CACHE].get(
            address, partial(_build, request.app, url), request.get(LOOKUP)
        )
    except _IsLarge:
        return await _send(request)
    except IsReadOnce as asked_for:
        raise once_only(request, asked_for.post) from None
    request.app[VIEW_COUNTS].seen(page.post, request)
    return page_response(request, page)


async def download(request: web.Request) -> web.StreamResponse:
    return await _send(request, as_file=True)


async def _build(app: web.Application, url: PostUrl) -> Page:
    async with open_rooms(app) as rooms:
        post = await rooms.posts.open(url, None)
        if post.burn_after_read:
            raise IsReadOnce(post)
        if post.size > _KEPT_UP_TO:
            raise _IsLarge
    content = await rooms.posts.content(post)
    bodies = await asyncio.to_thread(Bodies.of, content)
    return Page.of(post, bodies, text_headers(post))


async def _send(request: web.Request, *, as_file: bool = False) -> web.StreamResponse:
    async with open_rooms(request.app) as rooms:
        post = await open_lasting_paste(request, rooms.posts)
        headers = text_headers(post) | ({hdrs.CONTENT_DISPOSITION: attachment(post)} if as_file else {})
        text = ExactText(post.size, digest_by(post.sha256), headers, partial(rooms.posts.stream, post))
    request.app[VIEW_COUNTS].seen(post.id, request)
    return await send_text(request, text)
