"""`/oembed`: what a program is told that wants to show a link to a paste."""

import re
from enum import StrEnum
from functools import partial
from typing import Final

from aiohttp import hdrs, web

from kernel.phrases import Words
from posts.errors import PostMoved, PostNotFound
from posts.models import Post, PostUrl
from posts.pastes.service import PostService
from web_viewer.addresses import paste_in
from web_viewer.connections import RENDERER
from web_viewer.http.headers import ALWAYS_ASK, FOR_OTHER_SITES, picture_headers
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.page_response import page_response
from web_viewer.page_cache.wiring import PAGE_CACHE
from web_viewer.previews.oembed import Told, oembed_of, paste_at
from web_viewer.previews.preview import PICTURE, beginning_of, card_of, preview_of
from web_viewer.reader_language import words_for
from web_viewer.services import open_rooms, public_address
from web_viewer.templates import render

_PIXELS: Final = re.compile(r"[0-9]{1,6}", re.ASCII)
_NO_LIMIT: Final = 999_999


class _Format(StrEnum):
    JSON = "json"
    XML = "xml"


async def show_oembed(request: web.Request) -> web.Response:
    """What is not public is as unknown as what never was."""
    address, words = public_address(request.app), words_for(request)
    form, most = _form(request), (_pixels(request, "maxwidth"), _pixels(request, "maxheight"))
    url = paste_at(request.query.get("url", ""), address)
    if url is None:
        raise web.HTTPNotFound
    async with open_rooms(request.app) as rooms:
        post = await _public(rooms.posts, url)
    text = await beginning_of(post, rooms.posts)
    told = oembed_of(preview_of(post, text, address), words.plain("name"), *most)
    return _answer(form, told, words)


async def _public(posts: PostService, url: PostUrl) -> Post:
    """Raises HTTPNotFound."""
    try:
        post = await posts.open(url, None)
    except PostMoved as moved:
        return await _public(posts, moved.to)
    except PostNotFound:
        raise web.HTTPNotFound from None
    if not post.is_listed:
        raise web.HTTPNotFound
    return post


def _form(request: web.Request) -> _Format:
    """Raises HTTPBadRequest for one that there is not."""
    try:
        return _Format(request.query.get("format", _Format.JSON).lower())
    except ValueError:
        raise web.HTTPBadRequest from None


def _pixels(request: web.Request, name: str) -> int:
    given = request.query.get(name, str(_NO_LIMIT))
    if not _PIXELS.fullmatch(given):
        raise web.HTTPBadRequest
    return int(given)


def _answer(form: _Format, told: Told, words: Words) -> web.Response:
    headers = {hdrs.CACHE_CONTROL: ALWAYS_ASK, hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: "*", **FOR_OTHER_SITES}
    if form is _Format.XML:
        body = render("oembed.xml", words, told=told)
        return web.Response(body=body, headers=headers, content_type="text/xml", charset="utf-8")
    return web.json_response(told, headers=headers)


async def show_preview(request: web.Request) -> web.Response:
    """Of what is not public there is none, whoever asks."""
    url = paste_in(request)
    address = Address(url, f"/{url}/{PICTURE}", "")
    return page_response(
        request, await request.app[PAGE_CACHE].get(address, partial(_build, request.app, url))
    )


async def _build(app: web.Application, url: PostUrl) -> Page:
    async with open_rooms(app) as rooms:
        post = await rooms.posts.open(url, None)
        if not post.is_listed:
            raise web.HTTPNotFound
    text = await beginning_of(post, rooms.posts)
    picture = await app[RENDERER].picture(card_of(post, text))
    return Page.of(post, picture, picture_headers(post))
