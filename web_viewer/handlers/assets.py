"""`/static/{name}`, the icon, and `/robots.txt`."""

from typing import Final

from aiohttp import hdrs, web

from web_viewer.assets import ASSETS, Asset
from web_viewer.http.headers import NO_CACHE
from web_viewer.http.negotiation import coding_headers, coding_of, etag_of, matches_etag, not_modified

_IMMUTABLE: Final = "public, max-age=31536000, immutable"
_ROBOTS: Final = "User-agent: *\nAllow: /\n"


async def show_asset(request: web.Request) -> web.Response:
    """Send an asset. An old name, which a cached page may ask for, gets the current content."""
    name = request.match_info["name"]
    stem, _, extension = name.split(".")
    asset = ASSETS.get(f"{stem}.{extension}")
    if asset is None:
        raise web.HTTPNotFound
    return _response(request, asset, _IMMUTABLE if name == asset.hashed_name else NO_CACHE)


async def show_icon(request: web.Request) -> web.Response:
    """Send the icon to browsers that find no link to it, as on a raw text."""
    return _response(request, ASSETS["icon.svg"], "public, max-age=86400")


async def show_robots(_: web.Request) -> web.Response:
    return web.Response(text=_ROBOTS)


def _response(request: web.Request, asset: Asset, cache_control: str) -> web.Response:
    coding, bodies = coding_of(request), asset.bodies
    tag = etag_of(bodies.digest, coding)
    headers: dict[str, str] = {
        hdrs.CONTENT_TYPE: f"{asset.content_type}; charset=utf-8",
        hdrs.CACHE_CONTROL: cache_control,
        hdrs.VARY: hdrs.ACCEPT_ENCODING,
        hdrs.ETAG: f'"{tag}"',
    }
    if matches_etag(request, tag):
        return not_modified(headers)
    return web.Response(body=bodies.in_coding(coding), headers={**headers, **coding_headers(coding)})
