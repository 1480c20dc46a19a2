"""The form of the viewer's addresses. What has it not is unknown without asking anybody."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from aiohttp import web

from posts.models import PostUrl

USERNAME: Final = "[a-z][a-z0-9_]{2,31}"
SLUG: Final = "[a-z0-9][a-z0-9._-]{0,99}"
NUMBER: Final = "[1-9][0-9]{0,8}"

PROFILE: Final = f"/{{username:{USERNAME}}}"
FEED: Final = rf"{PROFILE}.atom"
PASTE: Final = f"{PROFILE}/{{slug:{SLUG}}}"
HISTORY: Final = f"{PASTE}/history"
REVISION: Final = f"{HISTORY}/{{number:{NUMBER}}}"
PREVIEW: Final = f"{PASTE}/preview.png"
UNDER_PASTE: Final = rf"raw|download|preview\.png|history(/{NUMBER}(/raw)?)?"


def paste_in(request: web.Request) -> PostUrl:
    return PostUrl(f"{request.match_info['username']}/{request.match_info['slug']}")


def number_in(request: web.Request) -> int:
    return int(request.match_info["number"])


def key_in(request: web.Request) -> str | None:
    """The reading key that a private paste's author comes with."""
    return request.query.get(KEY)


def with_query(request: web.Request, path: str) -> str:
    query = request.rel_url.raw_query_string
    return f"{path}?{query}" if query else path


KEY: Final = "key"  # in the query


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of a paste and what is under it. They keep the key by which a private one was opened."""

    url: PostUrl
    key: str | None = None

    def __call__(self, under: str = "", **query: str | int | None) -> str:
        """`under` such as `raw`; what is None is left out of the query."""
        path = f"/{self.url}/{under}".rstrip("/")
        given = {name: value for name, value in (query | {KEY: self.key}).items() if value is not None}
        return f"{path}?{urlencode(given)}" if given else path
