"""Pages in this process's memory, the first tier of the page cache."""

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from web_viewer.http.bodies import Coding
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.page import Page
from web_viewer.page_cache.prepared_response import PreparedParts

# No reader gets an old page later than this after a change.
TRUSTED_SECONDS: Final = 1.0
# Together with everything else a process stays below 120 MB.
MAX_BYTES: Final = 28 * 1024 * 1024


@dataclass(slots=True)
class Entry:
    """A page, when its version was last checked (`time.monotonic`), and its prepared responses."""

    page: Page
    checked_at: float
    prepared: dict[Coding, PreparedParts] = field(default_factory=dict)


class PageMemory:
    """The pages that were asked for last, up to `max_bytes`; none that is larger than an eighth of that."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._entries: OrderedDict[tuple[str, str], Entry] = OrderedDict()
        self._bytes = 0

    def trusted(self, target: str, language: str) -> Entry | None:
        """Return the entry if it was checked within the last second and its paste has not expired.

        Such a page is sent without asking Postgres for its version.
        """
        key = (target, language)
        entry = self._entries.get(key)
        if entry is None or entry.checked_at + TRUSTED_SECONDS <= time.monotonic() or entry.page.is_expired:
            return None
        self._entries.move_to_end(key)
        return entry

    def find(self, address: Address) -> Page | None:
        """Return the page, however long ago it was checked."""
        entry = self._entries.get(address.key)
        return entry.page if entry else None

    def keep(self, address: Address, page: Page, checked_at: float) -> None:
        """Store a page that was current at `checked_at`, unless the stored one was checked later.

        If the stored one has the same version, only note the time.
        """
        entry = self._entries.get(address.key)
        if entry and entry.page.version == page.version:
            entry.checked_at = max(entry.checked_at, checked_at)
        elif entry is None or entry.checked_at < checked_at:
            self.drop(address)
            self._add(address, Entry(page, checked_at))

    def drop(self, address: Address) -> None:
        self._drop(address.key)

    def _add(self, address: Address, entry: Entry) -> None:
        # A larger one would push out many.
        if entry.page.size > self._max_bytes // 8:
            return
        self._entries[address.key] = entry
        self._bytes += entry.page.size
        while self._bytes > self._max_bytes:
            self._drop(next(iter(self._entries)))

    def _drop(self, key: tuple[str, str]) -> None:
        entry = self._entries.pop(key, None)
        if entry:
            self._bytes -= entry.page.size
