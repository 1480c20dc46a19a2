"""`/{username}/{slug}/preview.png`: the picture of a public paste's first lines."""

from functools import partial

from aiohttp import web

from posts.models import PostUrl
from web_viewer.addresses import paste_in
from web_viewer.connections import RENDERER
from web_viewer.http.page_headers import picture_headers
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.page_response import page_response
from web_viewer.page_cache.wiring import PAGE_CACHE
from web_viewer.previews.beginning import beginning_of
from web_viewer.previews.card import card_of
from web_viewer.previews.preview import PICTURE
from web_viewer.services import open_rooms


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
