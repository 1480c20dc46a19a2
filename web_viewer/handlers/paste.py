"""`/{username}/{slug}`: a paste, from Redis, else from Postgres and its content file."""

import asyncio

from aiohttp import web

from kernel.phrases import Words
from posts.models import PostUrl
from web_viewer.addresses import paste_in
from web_viewer.answers import html_page
from web_viewer.paste_page import View, render_paste
from web_viewer.rooms import open_rooms, page_cache
from web_viewer.words import words_for


async def show_paste(request: web.Request) -> web.Response:
    url, words, pages = paste_in(request), words_for(request), page_cache(request.app)
    view = View.SOURCE if request.query.get("view") == View.SOURCE else View.FORMATTED
    variant = words.language if view is View.FORMATTED else f"{words.language}-{view}"
    page = await pages.find(url, variant)
    if page is None:
        page = await _built(request.app, url, words, view)
        await pages.keep(url, variant, page)
    return html_page(request, page, words.language)


async def _built(app: web.Application, url: PostUrl, words: Words, view: View) -> bytes:
    """Raises PostNotFound. Strangers read here, so whatever comes back may be kept for everybody."""
    async with open_rooms(app) as rooms:
        post = await rooms.posts.open(url, reader=None)
        content = await rooms.posts.content(post)
    return await asyncio.to_thread(render_paste, post, content, words, view)
