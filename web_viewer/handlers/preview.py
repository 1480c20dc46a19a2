"""`/{username}/{slug}/preview.png`: the picture of a public paste's first lines."""

from functools import partial

from aiohttp import web

from posts.models import PostUrl
from web_viewer.addresses import paste_in
from web_viewer.connections import RENDERER
from web_viewer.http.page_headers import picture_headers
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.nearby import Built
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.page_response import answer_of
from web_viewer.page_cache.wiring import PAGES
from web_viewer.previews.beginning import beginning_of
from web_viewer.previews.card import card_of
from web_viewer.previews.preview import PICTURE
from web_viewer.services import open_rooms


async def show_preview(request: web.Request) -> web.Response:
    """Of what is not public there is none, whoever asks."""
    url = paste_in(request)
    address = Address(url, f"/{url}/{PICTURE}", "")
    return answer_of(request, await request.app[PAGES].get(address, partial(_build, request.app, url)))


async def _build(app: web.Application, url: PostUrl) -> Built:
    async with open_rooms(app) as rooms:
        post = await rooms.posts.open(url, None)
        if not post.is_listed:
            raise web.HTTPNotFound
    text = await beginning_of(post, rooms.posts)
    picture = await app[RENDERER].picture(card_of(post, text))
    return Built(Page(picture, picture_headers(post), post.id, post.expires_at), post.updated_at)
