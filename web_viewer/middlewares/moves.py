"""A paste's old address leads to where it is now, until another paste takes it."""

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from posts.errors import PostMoved
from web_viewer.addresses import with_query
from web_viewer.http.responses import ALWAYS_ASK


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
