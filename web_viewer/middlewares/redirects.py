"""Redirects from a paste's old address to its new one, and to paths in lower case without a final slash."""

import re
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from posts.errors import PostMoved
from web_viewer.addresses import PASTE_SUBPATHS, SLUG, USERNAME, with_query
from web_viewer.http.headers import NO_CACHE

# Only paths of our own form are redirected, because `//evil/` would lead to another site.
_OWN_PATH: Final = re.compile(
    rf"/{USERNAME}(\.atom|/{SLUG}(/({PASTE_SUBPATHS}))?)?/*", re.IGNORECASE | re.ASCII
)


@web.middleware
async def redirect_to_new_address(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Redirect from the old address of a moved paste, until another paste takes that address."""
    try:
        return await handler(request)
    except PostMoved as moved:
        subpath = request.rel_url.raw_path.split("/", 3)[3:]
        path = "/".join(["", moved.to, *subpath])
        # Without this, browsers may cache a 301 for any time.
        headers = {hdrs.CACHE_CONTROL: NO_CACHE}
        raise web.HTTPMovedPermanently(with_query(request, path), headers=headers) from None


@web.middleware
async def redirect_to_canonical_path(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Redirect from a path with capitals or a final slash."""
    path = request.rel_url.raw_path
    canonical = path.lower().rstrip("/")
    if path != canonical and _OWN_PATH.fullmatch(path):
        raise web.HTTPMovedPermanently(with_query(request, canonical))
    return await handler(request)
