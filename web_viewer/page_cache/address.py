"""What a page is asked for by, and is kept under."""

import re
from dataclasses import dataclass
from typing import Final

from posts.models import PostUrl
from posts.pages.cache import PageName
from web_viewer.addresses import SLUG, USERNAME

# The pages that nearly all readers ask for, as our own links spell them.
_USUAL: Final = re.compile(rf"/({USERNAME}/{SLUG})(/raw|\?view=source)?", re.ASCII)
_RAW: Final = "/raw"
# Nobody can have this name, and its files are asked for with every first page.
_NO_PASTES: Final = "/static/"


@dataclass(frozen=True, slots=True)
class Address:
    """`target` is the path and query by which a page is asked for; `language` is empty where it has none."""

    url: PostUrl
    target: str
    language: str

    @property
    def name(self) -> PageName:
        """In Redis, and beside the paste."""
        return PageName(self.url, self.language + self.target.removeprefix(f"/{self.url}"))


def usual_address(target: str, language: str) -> Address | None:
    """None where it needs a closer look at what is asked for."""
    asked = _USUAL.fullmatch(target)
    if asked is None or target.startswith(_NO_PASTES):
        return None
    return Address(PostUrl(asked[1]), target, "" if asked[2] == _RAW else language)
