"""Opens the paste that a request asks for, as the reader who sent it."""

import re
from typing import Final

from aiohttp import hdrs, web

from auth.models import UserId
from posts.models import Post, Visibility
from posts.pastes.service import PostService
from web_viewer.addresses import Links, reading_key, requested_paste
from web_viewer.connections import SETTINGS
from web_viewer.http.headers import NO_STORE

_PAGE_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}")


class PasteIsReadOnce(Exception):
    """The paste has no page for everybody; the reader has to confirm first."""

    def __init__(self, post: Post) -> None:
        super().__init__(post.url)
        self.post = post


async def reader_of(request: web.Request, posts: PostService) -> UserId | None:
    """Return the author of the asked paste if the request has a valid reading key for it, else None."""
    key = reading_key(request)
    if key is None:
        return None
    secret = request.app[SETTINGS].secrets.secret_key.get_secret_value().encode()
    return await posts.reader_with(key, requested_paste(request), secret)


async def open_paste(request: web.Request, posts: PostService) -> Post:
    """Return the paste that the request asks for. Raises as PostService.open."""
    return await posts.open(requested_paste(request), await reader_of(request, posts))


async def open_rereadable_paste(request: web.Request, posts: PostService) -> Post:
    """Return the paste; raises HTTPSeeOther for one that can be read once only, else as PostService.open."""
    post = await open_paste(request, posts)
    if post.burn_after_read:
        raise redirect_to_confirmation(request, post)
    return post


def redirect_to_confirmation(request: web.Request, post: Post) -> web.HTTPSeeOther:
    """Return a redirect to the page of the paste, where the reader confirms."""
    return web.HTTPSeeOther(links_of(request, post)(), headers={hdrs.CACHE_CONTROL: NO_STORE})


def links_of(request: web.Request, post: Post) -> Links:
    """Return links to an opened paste; to a private one with the key of the request, which opened it."""
    return Links(post.url, reading_key(request) if post.visibility is Visibility.PRIVATE else None)


def page_number(request: web.Request, parameter: str = "page") -> int:
    """Return the number in the query, 1 without one. Raises HTTPNotFound if it is not a number."""
    number = request.query.get(parameter, "1")
    if not _PAGE_NUMBER.fullmatch(number):
        raise web.HTTPNotFound
    return int(number)
