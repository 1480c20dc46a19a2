"""`/{username}/{slug}/history/{number}`: a version of a paste, and its changes from the version before."""

from functools import partial

from aiohttp import hdrs, web

from posts.errors import RevisionNotFound
from posts.models import Post, Revision
from posts.pastes.service import PostService
from web_viewer.addresses import requested_revision
from web_viewer.connections import RENDERER
from web_viewer.handlers.opening import links_of, open_rereadable_paste
from web_viewer.http.bodies import digest_of_sha256
from web_viewer.http.headers import NO_CACHE, text_headers
from web_viewer.http.raw_text import RawText, send_raw_text
from web_viewer.http.responses import html_page
from web_viewer.paste.revision_page import RevisionPage, View
from web_viewer.reader_language import words_for
from web_viewer.rendering.renderer import waits_for_turn
from web_viewer.services import open_services


async def show_revision(request: web.Request) -> web.Response:
    """Send the page of a version: its changes in one or two columns, or its text. It is not cached."""
    words, view = words_for(request), View.parse(request.query.get("view"))
    async with open_services(request.app) as services:
        post = await open_rereadable_paste(request, services.posts)
        revision = await services.posts.revision(post, requested_revision(request))
        before = await _before(services.posts, post, revision)
        page = RevisionPage(post, links_of(request, post), revision, before, view)
    renderer, size = request.app[RENDERER], sum(needed.size for needed in page.needed_texts)
    if waits_for_turn(size):
        await services.posts.check_content(revision)
    async with renderer.turn(size):
        texts = [await services.posts.content(needed) for needed in page.needed_texts]
        bodies = await renderer.revision(page, texts, words.language)
    return html_page(request, bodies, words.language)


async def show_revision_raw(request: web.Request) -> web.StreamResponse:
    async with open_services(request.app) as services:
        post = await open_rereadable_paste(request, services.posts)
        revision = await services.posts.revision(post, requested_revision(request))
        # The author may clear the history at any time.
        headers = text_headers(post) | {hdrs.CACHE_CONTROL: NO_CACHE}
        read = partial(services.posts.stream, revision)
        text = RawText(revision.size, digest_of_sha256(revision.sha256), headers, read)
    return await send_raw_text(request, text)


async def _before(posts: PostService, post: Post, revision: Revision) -> Revision | None:
    """Return the version before; None for the first one, and if the one before has been deleted."""
    try:
        return await posts.revision(post, revision.number - 1)
    except RevisionNotFound:
        return None
