"""The headers that belong to a page, and are kept with it."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

from aiohttp import hdrs

from posts.models import Post
from posts.texts.file_names import file_name, with_extension

# The reader may keep an answer but asks each time: so a deleted paste is gone at once.
ALWAYS_ASK: Final = "no-cache"
# For what is shown to one reader only, or once only.
KEEP_NOWHERE: Final = "no-store"
ROBOTS: Final = "X-Robots-Tag"
NOT_TO_BE_FOUND: Final = "noindex"
HTML: Final = "text/html; charset=utf-8"
VARY: Final = f"{hdrs.ACCEPT_LANGUAGE}, {hdrs.COOKIE}, {hdrs.ACCEPT_ENCODING}"
_POLICY: Final = "Content-Security-Policy"
_PAGES_ONLY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    # No script of ours makes HTML or code of a text, so none may.
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_NO_DEVICES: Final = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "accelerometer", "gyroscope")
)
_REFERRER: Final = "Referrer-Policy"
_EMBEDDED_BY: Final = "Cross-Origin-Resource-Policy"
HEADERS: Final = {
    _POLICY: _PAGES_ONLY,
    "Cross-Origin-Opener-Policy": "same-origin",
    _EMBEDDED_BY: "same-origin",
    "Permissions-Policy": _NO_DEVICES,
    # The address of an unlisted paste is its only lock.
    _REFERRER: "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
SERVER: Final = "Postebin"
# What people wrote, as it is: shown, but never run, and not found by searching.
RAW_HEADERS: Final = {
    _POLICY: "sandbox; default-src 'none'; frame-ancestors 'none'",
    ROBOTS: NOT_TO_BE_FOUND,
}
# What is made to be shown in the pages of others.
FOR_OTHER_SITES: Final = {_EMBEDDED_BY: "cross-origin"}
# With `no-referrer`, a browser does not even tell us that a form is our own (Fetch, 3.2: Origin is `null`).
FORM_HEADERS: Final = {_REFERRER: "same-origin"}
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


_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|]+')


def attachment(post: Post) -> str:
    """A Content-Disposition (RFC 6266): the title for whoever reads RFC 5987, else the slug."""
    name = quote(with_extension(_safe(post.title) or post.slug, post.language), safe="")
    return f"attachment; filename=\"{file_name(post)}\"; filename*=UTF-8''{name}"


def _safe(title: str) -> str:
    """Without what file systems refuse, and without marks that show `exe.txt` for `txt.exe`."""
    seen = "".join(letter for letter in title if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))
    return _FORBIDDEN.sub("_", seen).strip(" .")
