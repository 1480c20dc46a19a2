"""Pages inside this process: found without asking anybody, for as long as changes are heard of.

Whoever keeps a page says when its making began: what has been forgotten since is not kept any more.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from posts.models import PostUrl
from web_viewer.http.bodies import Coding
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.prepared_response import ReadyParts

# Together with everything else a process stays below 120 MB.
MOST: Final = 28 * 1024 * 1024  # bytes
# Addresses of which it is known when they were forgotten; who began before the oldest of them keeps nothing.
_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True)
class Kept:
    """`ready`: what has been made of it for sending."""

    url: PostUrl
    page: Page
    ready: dict[Coding, ReadyParts] = field(default_factory=dict)


class ProcessTier:
    """`is_trusted` tells whether changes are heard of just now."""

    def __init__(self, is_trusted: Callable[[], bool], most: int = MOST) -> None:
        self._is_trusted = is_trusted
        self._most = most
        self._pages: OrderedDict[tuple[str, str], Kept] = OrderedDict()
        self._of_url: defaultdict[PostUrl, set[tuple[str, str]]] = defaultdict(set)
        self._size = 0
        self._moment = 0
        self._forgotten: OrderedDict[PostUrl, int] = OrderedDict()
        self._nothing_from_before = 0

    def find(self, target: str, language: str) -> Kept | None:
        key = (target, language)
        kept = self._pages.get(key)
        if kept is None or not self._is_trusted():
            return None
        if kept.page.is_over:
            self._drop(key)
            return None
        self._pages.move_to_end(key)
        return kept

    def now(self) -> int:
        """A moment to begin at."""
        return self._moment

    def is_current(self, url: PostUrl, since: int) -> bool:
        """Whether nothing is known to have changed at this address, and nothing can have been missed."""
        return self.has_not_heard(url, since) and self._is_trusted()

    def has_not_heard(self, url: PostUrl, since: int) -> bool:
        """Whether nothing is known to have changed at this address."""
        return since >= max(self._nothing_from_before, self._forgotten.get(url, 0))

    def keep(self, address: Address, page: Page, since: int) -> None:
        """`since`: when its making began."""
        if page.size > self._most // 8 or not self.is_current(address.url, since):
            return
        key = (address.target, address.language)
        self._drop(key)
        self._pages[key] = Kept(address.url, page)
        self._of_url[address.url].add(key)
        self._size += page.size
        while self._size > self._most:
            self._drop(next(iter(self._pages)))

    def forget(self, url: PostUrl) -> None:
        for key in list(self._of_url.get(url, ())):
            self._drop(key)
        self._moment += 1
        self._forgotten[url] = self._moment
        self._forgotten.move_to_end(url)
        if len(self._forgotten) > _REMEMBERED:
            _, self._nothing_from_before = self._forgotten.popitem(last=False)

    def forget_all(self) -> None:
        self._pages.clear()
        self._of_url.clear()
        self._forgotten.clear()
        self._size = 0
        self._moment += 1
        self._nothing_from_before = self._moment

    def _drop(self, key: tuple[str, str]) -> None:
        kept = self._pages.pop(key, None)
        if kept is None:
            return
        self._size -= kept.page.size
        keys = self._of_url[kept.url]
        keys.discard(key)
        if not keys:
            del self._of_url[kept.url]
