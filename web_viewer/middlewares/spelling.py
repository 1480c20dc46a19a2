"""One spelling for each address: small letters, no slash at the end."""

import re
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from web_viewer.addresses import SLUG, UNDER_PASTE, USERNAME, with_query

# Only what has the form of our own addresses is redirected, so that nobody is sent elsewhere (`//evil/`).
_OURS: Final = re.compile(rf"/{USERNAME}(\.atom|/{SLUG}(/({UNDER_PASTE}))?)?/*", re.IGNORECASE | re.ASCII)


@web.middleware
async def redirect_to_own_spelling(request: web.Request, handler: Handler) -> web.StreamResponse:
    path = request.rel_url.raw_path
    right = path.lower().rstrip("/")
    if path != right and _OURS.fullmatch(path):
        raise web.HTTPMovedPermanently(with_query(request, right))
    return await handler(request)
