"""`/{username}/{slug}`: a paste, from the nearest place that has its page; else it is rendered."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from aiohttp import web

from posts.models import Post, PostUrl
from posts.pastes.service import PostService
from web_viewer.addresses import Links, key_in, paste_in
from web_viewer.connections import RENDERER, VIEW_COUNTS
from web_viewer.handlers.once import confirm_page
from web_viewer.handlers.opening import IsReadOnce, links_to, open_paste, page_number
from web_viewer.http.bodies import Bodies
from web_viewer.http.headers import html_headers
from web_viewer.http.responses import html_page
from web_viewer.listing.excerpt import parts_at_most
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.cache import LOOKUP
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.page_response import page_response
from web_viewer.page_cache.wiring import PAGE_CACHE
from web_viewer.paste.paste_page import Showing, View
from web_viewer.reader_language import words_for
from web_viewer.rendering.renderer import waits_for_turn
from web_viewer.services import open_rooms, public_address


@dataclass(frozen=True, slots=True)
class Wanted:
    """`language`: of the page's words."""

    view: View
    part: int
    language: str

    @classmethod
    def by(cls, request: web.Request) -> "Wanted":
        """Raises HTTPNotFound."""
        view = View.asked_for(request.query.get("view"))
        return cls(view, page_number(request, "part"), words_for(request).language)

    @property
    def is_usual(self) -> bool:
        """What hardly anybody asks for is not kept: it would push out what many do."""
        return self.part == 1 and self.view is not View.HIGHLIGHTED

    def target(self, links: Links) -> str:
        view = None if self.view is View.FORMATTED else self.view
        return links(view=view, part=self.part if self.part > 1 else None)


async def show_paste(request: web.Request) -> web.Response:
    if key_in(request) is not None:
        return await _show_to_one(request)
    url, wanted = paste_in(request), Wanted.by(request)
    address = Address(url, wanted.target(Links(url)), wanted.language)
    build = partial(_build, request.app, url, wanted)
    try:
        page = await request.app[PAGE_CACHE].get(address, build, request.get(LOOKUP))
    except IsReadOnce as asked_for:
        return confirm_page(request, asked_for.post)
    request.app[VIEW_COUNTS].seen(page.post, request)
    return page_response(request, page)


async def _build(app: web.Application, url: PostUrl, wanted: Wanted) -> Page:
    """For everybody."""
    async with open_rooms(app) as rooms:
        post = await rooms.posts.open(url, None)
        if post.burn_after_read:
            raise IsReadOnce(post)
        showing = await _showing(rooms.posts, post, wanted, Links(url))
    bodies = await _rendered(app, post, rooms.posts, wanted, showing)
    is_to_be_found = post.is_listed and wanted.view is View.FORMATTED and wanted.part == 1
    headers = html_headers(post, wanted.language, is_to_be_found=is_to_be_found)
    return Page.of(post, bodies, headers, is_cached=wanted.is_usual)


async def _show_to_one(request: web.Request) -> web.Response:
    """Who comes with a key may read what others may not, and nothing of it is kept."""
    wanted = Wanted.by(request)
    async with open_rooms(request.app) as rooms:
        post = await open_paste(request, rooms.posts)
        if post.burn_after_read:
            return confirm_page(request, post)
        showing = await _showing(rooms.posts, post, wanted, links_to(request, post))
    bodies = await _rendered(request.app, post, rooms.posts, wanted, showing)
    request.app[VIEW_COUNTS].seen(post.id, request)
    return html_page(request, bodies, wanted.language)


async def _showing(posts: PostService, post: Post, wanted: Wanted, links: Links) -> Showing:
    if wanted.part > parts_at_most(post.size):
        raise web.HTTPNotFound
    edited_at = await _edited_at(posts, post)
    return Showing(links, edited_at, view=wanted.view, part=wanted.part)


async def _rendered(
    app: web.Application, post: Post, posts: PostService, wanted: Wanted, showing: Showing
) -> Bodies:
    """Needs no connection to Postgres, which whoever waits here would keep from others."""
    with_address = replace(showing, address=public_address(app))
    if waits_for_turn(post.size):
        # Those who wait for a turn would otherwise learn one after the other that the storage is away.
        await posts.check_content(post)
    async with app[RENDERER].turn(post.size):
        return await app[RENDERER].paste(post, await posts.content(post), wanted.language, with_address)


async def _edited_at(posts: PostService, post: Post) -> datetime | None:
    return (await posts.revision(post, post.revision)).created_at if post.revision > 1 else None
