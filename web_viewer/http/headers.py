"""Response headers: constants, and the sets that cached pages, texts and images are stored with."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

from aiohttp import hdrs

from posts.models import Post
from posts.texts.file_names import file_name, with_extension

# Revalidated at each use, so that a deleted paste disappears at once.
NO_CACHE: Final = "no-cache"
# For responses to one reader, or that are given once.
NO_STORE: Final = "no-store"
X_ROBOTS_TAG: Final = "X-Robots-Tag"
NOINDEX: Final = "noindex"
HTML_TYPE: Final = "text/html; charset=utf-8"
VARY: Final = f"{hdrs.ACCEPT_LANGUAGE}, {hdrs.COOKIE}, {hdrs.ACCEPT_ENCODING}"
_FORBIDDEN_IN_FILE_NAMES: Final = re.compile(r'[\\/:*?"<>|]+')
_CSP: Final = "Content-Security-Policy"
_PAGE_CSP: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    # None of our scripts turns a string into HTML or code, so none may.
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_NO_PERMISSIONS: Final = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "accelerometer", "gyroscope")
)
_REFERRER_POLICY: Final = "Referrer-Policy"
_RESOURCE_POLICY: Final = "Cross-Origin-Resource-Policy"
SECURITY_HEADERS: Final = {
    _CSP: _PAGE_CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    _RESOURCE_POLICY: "same-origin",
    "Permissions-Policy": _NO_PERMISSIONS,
    # The address of an unlisted paste is a secret.
    _REFERRER_POLICY: "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
SERVER: Final = "Postebin"
# For raw texts: browsers show them but run nothing, and search engines do not index them.
RAW_HEADERS: Final = {
    _CSP: "sandbox; default-src 'none'; frame-ancestors 'none'",
    X_ROBOTS_TAG: NOINDEX,
}
# For images and oEmbed, which other sites embed.
CROSS_ORIGIN_HEADERS: Final = {_RESOURCE_POLICY: "cross-origin"}
# With `no-referrer`, a browser sends `Origin: null` even with our own form (Fetch, 3.2).
FORM_HEADERS: Final = {_REFERRER_POLICY: "same-origin"}
# Takes the load of a crowd behind a CDN, and an author who has changed the paste does not notice it.
_CACHED_FOR_A_SECOND: Final = "public, max-age=1"


def html_headers(post: Post, language: str, *, is_indexed: bool) -> dict[str, str]:
    robots = {} if is_indexed else {X_ROBOTS_TAG: NOINDEX}
    return {
        hdrs.CONTENT_TYPE: HTML_TYPE,
        hdrs.CONTENT_LANGUAGE: language,
        hdrs.CACHE_CONTROL: _cache_control(post),
        hdrs.VARY: VARY,
        **robots,
    }


def text_headers(post: Post) -> dict[str, str]:
    return {
        hdrs.CONTENT_TYPE: "text/plain; charset=utf-8",
        hdrs.CACHE_CONTROL: _cache_control(post),
        hdrs.VARY: hdrs.ACCEPT_ENCODING,
        hdrs.ACCEPT_RANGES: "bytes",
        **RAW_HEADERS,
    }


def image_headers(post: Post) -> dict[str, str]:
    return {
        hdrs.CONTENT_TYPE: "image/png",
        hdrs.CACHE_CONTROL: _cache_control(post),
        hdrs.VARY: hdrs.ACCEPT_ENCODING,
        **CROSS_ORIGIN_HEADERS,
    }


def _cache_control(post: Post) -> str:
    # Revalidation lets a paste expire to the second.
    return _CACHED_FOR_A_SECOND if post.expires_at is None else NO_CACHE


def attachment(post: Post) -> str:
    """Return a Content-Disposition (RFC 6266) for a download.

    The file is named by the title, and by the slug in clients without RFC 5987.
    """
    name = quote(with_extension(_safe(post.title) or post.slug, post.language), safe="")
    return f"attachment; filename=\"{file_name(post)}\"; filename*=UTF-8''{name}"


def _safe(title: str) -> str:
    # Control characters also hold the marks of direction that show `exe.txt` for `txt.exe`.
    visible = "".join(letter for letter in title if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))
    return _FORBIDDEN_IN_FILE_NAMES.sub("_", visible).strip(" .")
