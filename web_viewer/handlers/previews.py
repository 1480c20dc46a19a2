"""`/{username}/{slug}/preview.png` and `/oembed`: previews for other sites and chats that show a link."""

import re
from enum import StrEnum
from functools import partial
from typing import Final

from aiohttp import hdrs, web

from kernel.phrases import Words
from posts.errors import PostMoved, PostNotFound
from posts.models import Post, PostUrl
from posts.pastes.service import PostService
from web_viewer.addresses import requested_paste
from web_viewer.connections import RENDERER
from web_viewer.http.headers import CROSS_ORIGIN_HEADERS, NO_CACHE, image_headers
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.page_response import page_response
from web_viewer.page_cache.wiring import PAGE_CACHE
from web_viewer.previews.oembed import OEmbed, oembed_of, paste_of_url
from web_viewer.previews.preview import PICTURE, card_of, preview_of, read_beginning
from web_viewer.reader_language import words_for
from web_viewer.services import open_services, public_address
from web_viewer.templates import render

_PIXELS: Final = re.compile(r"[0-9]{1,6}", re.ASCII)
_MAX_PIXELS: Final = 999_999


class _Format(StrEnum):
    JSON = "json"
    XML = "xml"


async def show_preview(request: web.Request) -> web.Response:
    """Send the picture of a public paste. Raises HTTPNotFound or PostNotFound for any other paste."""
    url = requested_paste(request)
    address = Address(url, f"/{url}/{PICTURE}", "")
    page = await request.app[PAGE_CACHE].get(address, partial(_render_picture, request.app, url))
    return page_response(request, page)


async def _render_picture(app: web.Application, url: PostUrl) -> Page:
    async with open_services(app) as services:
        post = await services.posts.open(url, None)
        if not post.is_listed:
            raise web.HTTPNotFound
    text = await read_beginning(post, services.posts)
    picture = await app[RENDERER].picture(card_of(post, text))
    return Page.of(post, picture, image_headers(post))


async def show_oembed(request: web.Request) -> web.Response:
    """Send the oEmbed data of a public paste. Raises HTTPNotFound for any other paste."""
    address, words = public_address(request.app), words_for(request)
    format_, max_size = _format(request), (_pixels(request, "maxwidth"), _pixels(request, "maxheight"))
    url = paste_of_url(request.query.get("url", ""), address)
    if url is None:
        raise web.HTTPNotFound
    async with open_services(request.app) as services:
        post = await _public_paste(services.posts, url)
    text = await read_beginning(post, services.posts)
    fields = oembed_of(preview_of(post, text, address), words.plain("name"), *max_size)
    return _oembed_response(format_, fields, words)


async def _public_paste(posts: PostService, url: PostUrl) -> Post:
    """Return a public paste, also by a former address. Raises HTTPNotFound."""
    try:
        post = await posts.open(url, None)
    except PostMoved as moved:
        return await _public_paste(posts, moved.to)
    except PostNotFound:
        raise web.HTTPNotFound from None
    if not post.is_listed:
        raise web.HTTPNotFound
    return post


def _format(request: web.Request) -> _Format:
    """Raises HTTPBadRequest."""
    try:
        return _Format(request.query.get("format", _Format.JSON).lower())
    except ValueError:
        raise web.HTTPBadRequest from None


def _pixels(request: web.Request, parameter: str) -> int:
    """Raises HTTPBadRequest."""
    pixels = request.query.get(parameter, str(_MAX_PIXELS))
    if not _PIXELS.fullmatch(pixels):
        raise web.HTTPBadRequest
    return int(pixels)


def _oembed_response(format_: _Format, fields: OEmbed, words: Words) -> web.Response:
    headers = {hdrs.CACHE_CONTROL: NO_CACHE, hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: "*", **CROSS_ORIGIN_HEADERS}
    if format_ is _Format.XML:
        body = render("oembed.xml", words, fields=fields)
        return web.Response(body=body, headers=headers, content_type="text/xml", charset="utf-8")
    return web.json_response(fields, headers=headers)
