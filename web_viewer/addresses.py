"""Addresses: the patterns of the routes, what a request asks for, and links to a paste."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from posts.models import PostUrl

if TYPE_CHECKING:
    from aiohttp import web  # which the render workers do not load

# An address of another form is refused without a query.
USERNAME: Final = "[a-z][a-z0-9_]{2,31}"
SLUG: Final = "[a-z0-9][a-z0-9._-]{0,99}"
NUMBER: Final = "[1-9][0-9]{0,8}"

PROFILE: Final = f"/{{username:{USERNAME}}}"
FEED: Final = rf"{PROFILE}.atom"
PASTE: Final = f"{PROFILE}/{{slug:{SLUG}}}"
HISTORY: Final = f"{PASTE}/history"
REVISION: Final = f"{HISTORY}/{{number:{NUMBER}}}"
PREVIEW: Final = f"{PASTE}/preview.png"
PASTE_SUBPATHS: Final = rf"raw|download|preview\.png|history(/{NUMBER}(/raw)?)?"
KEY_PARAMETER: Final = "key"


@dataclass(frozen=True, slots=True)
class Links:
    """Links to a paste and to the pages below it, with the reading key that opened a private paste."""

    url: PostUrl
    key: str | None = None

    def __call__(self, subpath: str = "", **query: str | int | None) -> str:
        """Return a path such as `/alice/note/raw?page=2`. Parameters that are None are left out."""
        path = f"/{self.url}/{subpath}".rstrip("/")
        parameters = query | {KEY_PARAMETER: self.key}
        given = {name: value for name, value in parameters.items() if value is not None}
        return f"{path}?{urlencode(given)}" if given else path


def requested_paste(request: "web.Request") -> PostUrl:
    return PostUrl(f"{request.match_info['username']}/{request.match_info['slug']}")


def requested_revision(request: "web.Request") -> int:
    return int(request.match_info["number"])


def reading_key(request: "web.Request") -> str | None:
    """Return the key that opens a private paste, if the request has one."""
    return request.query.get(KEY_PARAMETER)


def with_query(request: "web.Request", path: str) -> str:
    """Return the path with the query of the request."""
    query = request.rel_url.raw_query_string
    return f"{path}?{query}" if query else path
