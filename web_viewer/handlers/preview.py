"""`/{username}/{slug}/preview.png`: the picture of a public paste's first lines."""

from typing import Final

from aiohttp import hdrs, web

from posts.models import Post
from web_viewer.addresses import paste_in
from web_viewer.answers import ALWAYS_ASK
from web_viewer.bodies import digest_of
from web_viewer.connections import RENDERER
from web_viewer.negotiation import has_already, nothing_new
from web_viewer.previews.beginning import beginning_of
from web_viewer.previews.card import card_of
from web_viewer.rooms import open_rooms
from web_viewer.security import FOR_OTHER_SITES

_DRAWN_AS: Final = 1  # to be raised with every change of how pictures look
_HEADERS: Final = {hdrs.CACHE_CONTROL: ALWAYS_ASK, **FOR_OTHER_SITES}


async def show_preview(request: web.Request) -> web.Response:
    """Of what is not public there is none, whoever asks."""
    async with open_rooms(request.app) as rooms:
        post = await rooms.posts.open(paste_in(request), None)
        if not post.is_listed:
            raise web.HTTPNotFound
        tag = _tag_of(post)
        headers = {hdrs.CONTENT_TYPE: "image/png", hdrs.ETAG: f'"{tag}"', **_HEADERS}
        if has_already(request, tag):
            return nothing_new(headers)
        text = await beginning_of(post, rooms.posts)
    picture = await request.app[RENDERER].picture(card_of(post, text))
    return web.Response(body=picture, headers=headers)


def _tag_of(post: Post) -> str:
    """Of all that a picture is made of, so that nobody has to draw one to know that it is the same."""
    shown = (_DRAWN_AS, post.sha256, post.title, post.author, post.language, post.format)
    return digest_of(repr(shown).encode())
