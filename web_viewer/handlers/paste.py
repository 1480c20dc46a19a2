"""`/{username}/{slug}`: the page of a paste, from the page cache or rendered by a worker."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from aiohttp import web

from posts.models import Post, PostUrl
from posts.pastes.service import PostService
from web_viewer.addresses import Links, reading_key, requested_paste
from web_viewer.connections import RENDERER, VIEW_COUNTS
from web_viewer.handlers.once import confirmation_page
from web_viewer.handlers.opening import PasteIsReadOnce, links_of, open_paste, page_number
from web_viewer.http.bodies import Bodies
from web_viewer.http.headers import html_headers
from web_viewer.http.responses import html_page
from web_viewer.listing.excerpt import max_parts
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.cache import LOOKUP
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.page_response import page_response
from web_viewer.page_cache.wiring import PAGE_CACHE
from web_viewer.paste.paste_page import PageOptions, View
from web_viewer.reader_language import words_for
from web_viewer.rendering.renderer import waits_for_turn
from web_viewer.services import open_services, public_address


@dataclass(frozen=True, slots=True)
class _PageQuery:
    """The page that a request asks for. `language` is that of the interface."""

    view: View
    part: int
    language: str

    @classmethod
    def of(cls, request: web.Request) -> "_PageQuery":
        """Raises HTTPNotFound for an invalid part number."""
        view = View.parse(request.query.get("view"))
        return cls(view, page_number(request, "part"), words_for(request).language)

    @property
    def is_cacheable(self) -> bool:
        """Return whether the page may be kept in the cache."""
        # Rare pages would push frequent ones out of the cache.
        return self.part == 1 and self.view is not View.HIGHLIGHTED

    def target(self, links: Links) -> str:
        """Return the path and query of the page as our own links spell them."""
        view = None if self.view is View.FORMATTED else self.view
        return links(view=view, part=self.part if self.part > 1 else None)


async def show_paste(request: web.Request) -> web.Response:
    """Send the page and count the view; for a paste that can be read once, send the page that asks first."""
    if reading_key(request) is not None:
        return await _show_with_key(request)
    url, query = requested_paste(request), _PageQuery.of(request)
    address = Address(url, query.target(Links(url)), query.language)
    render = partial(_render_public, request.app, url, query)
    try:
        page = await request.app[PAGE_CACHE].get(address, render, request.get(LOOKUP))
    except PasteIsReadOnce as found:
        return confirmation_page(request, found.post)
    request.app[VIEW_COUNTS].count(page.post, request)
    return page_response(request, page)


async def _render_public(app: web.Application, url: PostUrl, query: _PageQuery) -> Page:
    """Render the page as everybody may see it. Raises PasteIsReadOnce, and as PostService.open."""
    async with open_services(app) as services:
        post = await services.posts.open(url, None)
        if post.burn_after_read:
            raise PasteIsReadOnce(post)
        options = await _options(services.posts, post, query, Links(url))
    bodies = await _rendered(app, post, services.posts, query, options)
    is_indexed = post.is_listed and query.view is View.FORMATTED and query.part == 1
    headers = html_headers(post, query.language, is_indexed=is_indexed)
    return Page.of(post, bodies, headers, is_cached=query.is_cacheable)


async def _show_with_key(request: web.Request) -> web.Response:
    """Answer a request with a reading key, without the page cache."""
    query = _PageQuery.of(request)
    async with open_services(request.app) as services:
        post = await open_paste(request, services.posts)
        if post.burn_after_read:
            return confirmation_page(request, post)
        options = await _options(services.posts, post, query, links_of(request, post))
    bodies = await _rendered(request.app, post, services.posts, query, options)
    request.app[VIEW_COUNTS].count(post.id, request)
    return html_page(request, bodies, query.language)


async def _options(posts: PostService, post: Post, query: _PageQuery, links: Links) -> PageOptions:
    if query.part > max_parts(post.size):
        raise web.HTTPNotFound
    edited_at = await _edited_at(posts, post)
    return PageOptions(links, edited_at, view=query.view, part=query.part)


async def _rendered(
    app: web.Application, post: Post, posts: PostService, query: _PageQuery, options: PageOptions
) -> Bodies:
    """Render without a connection to Postgres, because this may wait for a worker."""
    options = replace(options, address=public_address(app))
    if waits_for_turn(post.size):
        # If the storage is away, this fails at once for all who wait, and not for one after the other.
        await posts.check_content(post)
    async with app[RENDERER].turn(post.size):
        return await app[RENDERER].paste(post, await posts.content(post), query.language, options)


async def _edited_at(posts: PostService, post: Post) -> datetime | None:
    return (await posts.revision(post, post.revision)).created_at if post.revision > 1 else None
