"""`/{username}/{slug}/history/{number}`: one of the texts that a paste has had, and what was new in it."""

from functools import partial

from aiohttp import hdrs, web

from posts.errors import RevisionNotFound
from posts.models import Post, Revision
from posts.pastes.service import PostService
from web_viewer.addresses import number_in
from web_viewer.connections import RENDERER
from web_viewer.handlers.opening import links_to, open_lasting_paste
from web_viewer.http.bodies import digest_by
from web_viewer.http.exact_text import ExactText, send_text
from web_viewer.http.headers import ALWAYS_ASK, text_headers
from web_viewer.http.responses import html_page
from web_viewer.paste.revision_page import RevisionPage, View
from web_viewer.reader_language import words_for
from web_viewer.rendering.renderer import waits_for_turn
from web_viewer.services import open_rooms


async def show_revision(request: web.Request) -> web.Response:
    words, view = words_for(request), View.asked_for(request.query.get("view"))
    async with open_rooms(request.app) as rooms:
        post = await open_lasting_paste(request, rooms.posts)
        revision = await rooms.posts.revision(post, number_in(request))
        before = await _before(rooms.posts, post, revision)
        page = RevisionPage(post, links_to(request, post), revision, before, view)
    renderer, size = request.app[RENDERER], sum(needed.size for needed in page.needed_texts)
    if waits_for_turn(size):
        await rooms.posts.check_content(revision)
    async with renderer.turn(size):
        texts = [await rooms.posts.content(needed) for needed in page.needed_texts]
        bodies = await renderer.revision(page, texts, words.language)
    return html_page(request, bodies, words.language)


async def show_revision_raw(request: web.Request) -> web.StreamResponse:
    async with open_rooms(request.app) as rooms:
        post = await open_lasting_paste(request, rooms.posts)
        revision = await rooms.posts.revision(post, number_in(request))
        # Asked for each time: the author may clear the history.
        headers = text_headers(post) | {hdrs.CACHE_CONTROL: ALWAYS_ASK}
        read = partial(rooms.posts.stream, revision)
        text = ExactText(revision.size, digest_by(revision.sha256), headers, read)
    return await send_text(request, text)


async def _before(posts: PostService, post: Post, revision: Revision) -> Revision | None:
    """None for the first, and where the one before is no longer kept."""
    try:
        return await posts.revision(post, revision.number - 1)
    except RevisionNotFound:
        return None
