"""How much has changed from one version of a text to the next."""

import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kernel.storage import ContentKey
from web_viewer.comparing.matching import Patience, TooDifferent, lines_of, stretches

_PATIENCE: Final = 0.1  # seconds
_PATIENCE_FOR_ALL: Final = 1.0
_REMEMBERED: Final = 10_000
Step = tuple[ContentKey, ContentKey]


@dataclass(frozen=True, slots=True)
class Changes:
    """In lines."""

    added: int
    removed: int


class ChangeCounts:
    """Remembers what it has counted, because the text under a key never changes."""

    def __init__(self) -> None:
        self._known: OrderedDict[Step, Changes | None] = OrderedDict()

    def knows(self, step: Step) -> bool:
        return step in self._known

    def of(self, step: Step) -> Changes | None:
        """None where it would take too long, or has not been counted yet."""
        return self._known.get(step)

    def learn(self, texts: Iterable[tuple[Step, bytes, bytes]]) -> None:
        """As many as can be counted in about a second; the others the next time."""
        end = time.thread_time() + _PATIENCE_FOR_ALL
        for step, old, new in texts:
            self._known[step] = _changes(old, new)
            if time.thread_time() > end:
                break
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


def _changes(old: bytes, new: bytes) -> Changes | None:
    try:
        found = stretches(lines_of(old), lines_of(new), Patience(_PATIENCE))
    except TooDifferent:
        return None
    changed = [stretch for stretch in found if not stretch.is_same]
    return Changes(sum(len(stretch.new) for stretch in changed), sum(len(stretch.old) for stretch in changed))
