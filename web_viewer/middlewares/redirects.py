"""A paste's old address leads to where it is now, until another paste takes it."""

import re
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from posts.errors import PostMoved
from web_viewer.addresses import SLUG, UNDER_PASTE, USERNAME, with_query
from web_viewer.http.headers import ALWAYS_ASK


@web.middleware
async def redirect_to_new_address(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except PostMoved as moved:
        under = request.rel_url.raw_path.split("/", 3)[3:]
        path = "/".join(["", moved.to, *under])
        # Without this, browsers keep a 301 for as long as they like.
        headers = {hdrs.CACHE_CONTROL: ALWAYS_ASK}
        raise web.HTTPMovedPermanently(with_query(request, path), headers=headers) from None


# Only what has the form of our own addresses is redirected, so that nobody is sent elsewhere (`//evil/`).
_OURS: Final = re.compile(rf"/{USERNAME}(\.atom|/{SLUG}(/({UNDER_PASTE}))?)?/*", re.IGNORECASE | re.ASCII)


@web.middleware
async def redirect_to_own_spelling(request: web.Request, handler: Handler) -> web.StreamResponse:
    path = request.rel_url.raw_path
    right = path.lower().rstrip("/")
    if path != right and _OURS.fullmatch(path):
        raise web.HTTPMovedPermanently(with_query(request, right))
    return await handler(request)
