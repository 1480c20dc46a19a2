"""Contents that were stored before the transaction that names them, so that it waits for no store."""

import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from typing import Final

from kernel.content_store import ContentKey

# What was not used by then never will be.
_USABLE_SECONDS: Final = 300.0
_MOST: Final = 1_000


class PreparedContents:
    """Keys of contents that are stored already, each to be used once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._keys: OrderedDict[ContentKey, tuple[bytes, float]] = OrderedDict()

    def add(self, content: bytes, key: ContentKey) -> None:
        self._keys[key] = (_digest(content), self._clock())
        if len(self._keys) > _MOST:
            self._keys.popitem(last=False)

    def remove(self, key: ContentKey) -> bool:
        """Whether it was not used."""
        return self._keys.pop(key, None) is not None

    def take(self, content: bytes) -> ContentKey | None:
        """Return the key of just this content, for one use."""
        if not self._keys:
            return None
        digest, latest = _digest(content), self._clock() - _USABLE_SECONDS
        known = (key for key, (other, since) in self._keys.items() if other == digest and since > latest)
        key = next(known, None)
        if key:
            del self._keys[key]
        return key


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=32).digest()
