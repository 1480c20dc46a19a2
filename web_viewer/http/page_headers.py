"""The headers that belong to a page, and are kept with it."""

from typing import Final

from aiohttp import hdrs

from posts.models import Post
from web_viewer.http.responses import ALWAYS_ASK, HTML, NOT_TO_BE_FOUND, ROBOTS, VARY
from web_viewer.http.security import FOR_OTHER_SITES, RAW_HEADERS

# Long enough for a crowd behind a CDN, too short to be noticed by the author who has just changed the paste.
FOR_A_MOMENT: Final = "public, max-age=1"


def html_headers(post: Post, language: str, *, is_to_be_found: bool) -> dict[str, str]:
    found = {} if is_to_be_found else {ROBOTS: NOT_TO_BE_FOUND}
    return {
        hdrs.CONTENT_TYPE: HTML,
        hdrs.CONTENT_LANGUAGE: language,
        hdrs.CACHE_CONTROL: keeping(post),
        hdrs.VARY: VARY,
        **found,
    }


def text_headers(post: Post) -> dict[str, str]:
    return {
        hdrs.CONTENT_TYPE: "text/plain; charset=utf-8",
        hdrs.CACHE_CONTROL: keeping(post),
        hdrs.VARY: hdrs.ACCEPT_ENCODING,
        hdrs.ACCEPT_RANGES: "bytes",
        **RAW_HEADERS,
    }


def picture_headers(post: Post) -> dict[str, str]:
    return {
        hdrs.CONTENT_TYPE: "image/png",
        hdrs.CACHE_CONTROL: keeping(post),
        hdrs.VARY: hdrs.ACCEPT_ENCODING,
        **FOR_OTHER_SITES,
    }


def keeping(post: Post) -> str:
    """What expires is asked for each time, so that it ends to the second."""
    return FOR_A_MOMENT if post.expires_at is None else ALWAYS_ASK
