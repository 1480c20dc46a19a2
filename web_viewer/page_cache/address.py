"""The address of a page: what a request asks for, and the key of the page in each tier of the cache."""

import re
from dataclasses import dataclass
from typing import Final

from posts.models import PostUrl
from posts.pastes.renderings import PageName
from web_viewer.addresses import SLUG, USERNAME

# The pages that nearly all readers ask for, as our own links spell them.
_USUAL: Final = re.compile(rf"/({USERNAME}/{SLUG})(/raw|\?view=source)?", re.ASCII)
_RAW: Final = "/raw"
# No account can have this name, and its files are asked for with every first page.
_STATIC_FILES: Final = "/static/"


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a page of the paste at `url`.

    `target` is the path and query of the request; `language` is empty for a page that has none, a raw text.
    """

    url: PostUrl
    target: str
    language: str

    @property
    def key(self) -> tuple[str, str]:
        """The key in memory."""
        return self.target, self.language

    @property
    def name(self) -> PageName:
        """The key in Redis and in Postgres."""
        return PageName(self.url, self.language + self.target.removeprefix(f"/{self.url}"))


def usual_address(target: str, language: str) -> Address | None:
    """Return the address of a page, source or raw text, as our own links spell it; None for other targets."""
    asked = _USUAL.fullmatch(target)
    if asked is None or target.startswith(_STATIC_FILES):
        return None
    return Address(PostUrl(asked[1]), target, "" if asked[2] == _RAW else language)
