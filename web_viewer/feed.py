"""An Atom feed (RFC 4287) of somebody's pastes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from auth.models import User
from kernel.phrases import Words
from posts.models import Post
from web_viewer.templates import render

_LINES: Final = 20
_CHARACTERS: Final = 2_000
# All that XML 1.0 (2.2) forbids, in whatever way it is written.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A paste with its first lines, which are empty where it is too long to be read for them."""

    post: Post
    beginning: str


def render_feed(base: str, user: User, entries: Sequence[Entry], words: Words) -> bytes:
    updated = updated_at(user, [entry.post for entry in entries])
    page = render(
        "feed.xml", words, base=base, user=user, entries=entries, updated=updated, tag=_Tags(base), time=_time
    )
    return _FORBIDDEN.sub("", page.decode()).encode()


def updated_at(user: User, posts: Sequence[Post]) -> datetime:
    return max([user.registered_at, *(post.updated_at for post in posts)]).astimezone(UTC)


def excerpt_of(content: bytes) -> str:
    """The first lines."""
    text = content.decode("utf-8-sig", errors="replace")
    some = "".join(islice(text.splitlines(keepends=True), _LINES))[:_CHARACTERS]
    return some if len(some) == len(text) else f"{some.rstrip()}\n…"


@dataclass(frozen=True, slots=True)
class _Tags:
    """Names that stay when what they name is renamed (RFC 4151): of this site, since that day."""

    base: str

    def __call__(self, kind: str, number: int, since: datetime) -> str:
        return f"tag:{urlsplit(self.base).hostname},{since.astimezone(UTC):%Y-%m-%d}:{kind}/{number}"


def _time(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")
