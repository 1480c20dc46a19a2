"""`/oembed`: what a program is told that wants to show a link to a paste."""

import re
from enum import StrEnum
from typing import Final

from aiohttp import hdrs, web

from kernel.phrases import Words
from posts.errors import PostMoved, PostNotFound
from posts.models import Post, PostUrl
from posts.pastes.service import PostService
from web_viewer.http.responses import ALWAYS_ASK
from web_viewer.http.security import FOR_OTHER_SITES
from web_viewer.previews.beginning import beginning_of
from web_viewer.previews.oembed import Told, oembed_of, paste_at
from web_viewer.previews.preview import preview_of
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
