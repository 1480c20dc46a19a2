"""`/{username}/{slug}/history/{number}`: one of the texts that a paste has had, and what was new in it."""

from aiohttp import web

from posts.errors import RevisionNotFound
from posts.models import Post, Revision
from posts.service import PostService
from web_viewer.addresses import number_in
from web_viewer.answers import html_page
from web_viewer.connections import RENDERER
from web_viewer.exact_text import exact_text
from web_viewer.reading import links_to, open_lasting_paste
from web_viewer.revision_page import RevisionPage, View
from web_viewer.rooms import open_rooms
from web_viewer.words import words_for


async def show_revision(request: web.Request) -> web.Response:
    words, view = words_for(request), View.asked_for(request.query.get("view"))
    async with open_rooms(request.app) as rooms:
        post = await open_lasting_paste(request, rooms.posts)
        revision = await rooms.posts.revision(post, number_in(request))
        before = await _before(rooms.posts, post, revision)
        page = RevisionPage(post, links_to(request, post), revision, before, view)
    renderer = request.app[RENDERER]
    async with renderer.turn(sum(needed.size for needed in page.needed_texts)):
        texts = [await rooms.posts.content(needed) for needed in page.needed_texts]
        bodies = await renderer.revision(page, texts, words.language)
    return html_page(request, bodies, words.language)


async def show_revision_raw(request: web.Request) -> web.Response:
    async with open_rooms(request.app) as rooms:
        post = await open_lasting_paste(request, rooms.posts)
        revision = await rooms.posts.revision(post, number_in(request))
        return exact_text(await rooms.posts.content(revision))


async def _before(posts: PostService, post: Post, revision: Revision) -> Revision | None:
    """None for the first, and where the one before is no longer kept."""
    try:
        return await posts.revision(post, revision.number - 1)
    except RevisionNotFound:
        return None
