"""Which paste a request is for, and as whom it is read."""

import re
from typing import Final

from aiohttp import hdrs, web

from auth.models import UserId
from posts.models import Post, Visibility
from posts.pastes.service import PostService
from web_viewer.addresses import Links, key_in, paste_in
from web_viewer.connections import SETTINGS
from web_viewer.http.headers import KEEP_NOWHERE


class IsReadOnce(Exception):
    """It has no page for everybody: whoever wants to read it is asked first."""

    def __init__(self, post: Post) -> None:
        super().__init__(post.url)
        self.post = post


async def reader_of(request: web.Request, posts: PostService) -> UserId | None:
    """A stranger, unless the request comes with the key of a private paste."""
    key = key_in(request)
    if key is None:
        return None
    secret = request.app[SETTINGS].secrets.secret_key.get_secret_value().encode()
    return await posts.reader_with(key, paste_in(request), secret)


async def open_paste(request: web.Request, posts: PostService) -> Post:
    """Raises as PostService.open."""
    return await posts.open(paste_in(request), await reader_of(request, posts))


async def open_lasting_paste(request: web.Request, posts: PostService) -> Post:
    """Raises HTTPSeeOther for what is to be read once: it is only opened from its own page."""
    post = await open_paste(request, posts)
    if post.burn_after_read:
        raise once_only(request, post)
    return post


def once_only(request: web.Request, post: Post) -> web.HTTPSeeOther:
    """To the page that asks first."""
    return web.HTTPSeeOther(links_to(request, post)(), headers={hdrs.CACHE_CONTROL: KEEP_NOWHERE})


def links_to(request: web.Request, post: Post) -> Links:
    """With the request's key, which is right by now, where the paste needs one."""
    return Links(post.url, key_in(request) if post.visibility is Visibility.PRIVATE else None)


_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}")


def page_number(request: web.Request, name: str = "page") -> int:
    """From 1, as in the address. Raises HTTPNotFound."""
    wanted = request.query.get(name, "1")
    if not _NUMBER.fullmatch(wanted):
        raise web.HTTPNotFound
    return int(wanted)
