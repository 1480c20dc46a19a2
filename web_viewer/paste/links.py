"""Where a page leads to: to a paste, and to what is under it."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from posts.models import PostUrl

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
