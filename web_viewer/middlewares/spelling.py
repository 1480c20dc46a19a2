"""One spelling for each address: small letters, no slash at the end."""

import re
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from web_viewer.addresses import SLUG, USERNAME

# Only what has the form of our own addresses is redirected, so that nobody is sent elsewhere (`//evil/`).
_OURS: Final = re.compile(rf"/{USERNAME}(/{SLUG}(/(raw|download))?)?/*", re.IGNORECASE | re.ASCII)


@web.middleware
async def redirect_to_own_spelling(request: web.Request, handler: Handler) -> web.StreamResponse:
    path = request.rel_url.raw_path
    right = path.lower().rstrip("/")
    if path != right and _OURS.fullmatch(path):
        query = request.rel_url.raw_query_string
        raise web.HTTPMovedPermanently(f"{right}?{query}" if query else right)
    return await handler(request)
