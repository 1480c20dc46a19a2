"""`/static/{name}`, the icon, and `/robots.txt`."""

from typing import Final

from aiohttp import hdrs, web

from web_viewer.assets import ASSETS, Asset
from web_viewer.http.headers import ALWAYS_ASK
from web_viewer.http.negotiation import coding_headers, coding_of, has_already, nothing_new, tag_in

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ROBOTS: Final = "User-agent: *\nAllow: /\n"


async def show_asset(request: web.Request) -> web.Response:
    """A page kept since the last release still asks for an old name: it gets what is there now."""
    wanted = request.match_info["name"]
    stem, _, extension = wanted.split(".")
    asset = ASSETS.get(f"{stem}.{extension}")
    if asset is None:
        raise web.HTTPNotFound
    return _answer(request, asset, _FOR_EVER if wanted == asset.hashed_name else ALWAYS_ASK)


async def show_icon(request: web.Request) -> web.Response:
    """For browsers that ask without having read a page's head, as on raw text."""
    return _answer(request, ASSETS["icon.svg"], "public, max-age=86400")


async def show_robots(_: web.Request) -> web.Response:
    return web.Response(text=_ROBOTS)


def _answer(request: web.Request, asset: Asset, keeping: str) -> web.Response:
    coding, bodies = coding_of(request), asset.bodies
    tag = tag_in(bodies.digest, coding)
    headers: dict[str, str] = {
        hdrs.CONTENT_TYPE: f"{asset.content_type}; charset=utf-8",
        hdrs.CACHE_CONTROL: keeping,
        hdrs.VARY: hdrs.ACCEPT_ENCODING,
        hdrs.ETAG: f'"{tag}"',
    }
    if has_already(request, tag):
        return nothing_new(headers)
    return web.Response(body=bodies.in_coding(coding), headers={**headers, **coding_headers(coding)})
