"""The address of a page: what it is asked for by, and stored under."""

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
    """`target` is the path and query of the request; `language` is empty for a page that has none."""

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
    """Return None for a target that the application has to look at."""
    asked = _USUAL.fullmatch(target)
    if asked is None or target.startswith(_STATIC_FILES):
        return None
    return Address(PostUrl(asked[1]), target, "" if asked[2] == _RAW else language)
