"""A text as it was sent: the bytes, which a browser shows but never runs."""

from aiohttp import hdrs, web

from web_viewer.answers import ALWAYS_ASK
from web_viewer.security import RAW_HEADERS


def exact_text(content: bytes, disposition: str | None = None, keeping: str = ALWAYS_ASK) -> web.Response:
    """`disposition` is a Content-Disposition, for a file."""
    headers = raw_headers(keeping) | ({hdrs.CONTENT_DISPOSITION: disposition} if disposition else {})
    return web.Response(body=content, headers=headers, content_type="text/plain", charset="utf-8")


def raw_headers(keeping: str = ALWAYS_ASK) -> dict[str, str]:
    return {hdrs.CACHE_CONTROL: keeping, **RAW_HEADERS}
