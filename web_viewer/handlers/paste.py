"""`/{username}/{slug}`: a paste, from Redis, else from Postgres and its content file."""

from datetime import datetime

from aiohttp import web

from posts.models import Post, Visibility
from posts.service import PostService
from web_viewer.addresses import paste_in
from web_viewer.answers import html_page
from web_viewer.bodies import Coding
from web_viewer.connections import RENDERER
from web_viewer.handlers.once import confirm_page
from web_viewer.listing.excerpt import parts_at_most
from web_viewer.page_numbers import page_number
from web_viewer.paste_page import Showing, View
from web_viewer.reading import links_to, open_paste
from web_viewer.rooms import open_rooms, page_cache, public_address
from web_viewer.words import words_for


async def show_paste(request: web.Request) -> web.Response:
    """What is found in the cache is what everybody may read."""
    words, pages = words_for(request), page_cache(request.app)
    view, part = View.asked_for(request.query.get("view")), page_number(request, "part")
    variant = words.language if view is View.FORMATTED else f"{words.language}-{view}"
    # What hardly anybody asks for would push out what many do.
    is_kept = part == 1 and view is not View.HIGHLIGHTED
    page = await pages.find(paste_in(request), variant) if is_kept else None
    if page is not None:
        return html_page(request, page, words.language)
    async with open_rooms(request.app) as rooms:
        post = await open_paste(request, rooms.posts)
        if post.burn_after_read:
            return confirm_page(request, post)
        if part > parts_at_most(post.size):
            raise web.HTTPNotFound
        content = await rooms.posts.content(post)
        edited_at = await _edited_at(rooms.posts, post)
    links, address = links_to(request, post), public_address(request.app)
    showing = Showing(links, edited_at, view=view, part=part, address=address)
    bodies = await request.app[RENDERER].paste(post, content, words.language, showing)
    page = bodies.in_coding(Coding.IDENTITY)
    if is_kept and post.visibility is not Visibility.PRIVATE:
        await pages.keep(post.url, variant, page, until=post.expires_at)
    return html_page(request, page, words.language)


async def _edited_at(posts: PostService, post: Post) -> datetime | None:
    return (await posts.revision(post, post.revision)).created_at if post.revision > 1 else None
