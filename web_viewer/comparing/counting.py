"""Counts of added and removed lines between two versions of a text."""

import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kernel.storage import ContentKey
from web_viewer.comparing.matching import TimeLimit, TooDifferent, comparable_lines, diff_segments

_TIME_LIMIT_SECONDS: Final = 0.1
_TIME_LIMIT_SECONDS_FOR_ALL: Final = 1.0
_MAX_CACHED_STEPS: Final = 10_000
# The keys of the old and of the new text in the storage.
Step = tuple[ContentKey, ContentKey]


@dataclass(frozen=True, slots=True)
class Changes:
    """The numbers of lines that a version has added and removed."""

    added: int
    removed: int


class ChangeCounts:
    """A cache of counts. They never become stale, because the content under a key never changes."""

    def __init__(self) -> None:
        self._known: OrderedDict[Step, Changes | None] = OrderedDict()

    def __contains__(self, step: Step) -> bool:
        return step in self._known

    def get(self, step: Step) -> Changes | None:
        """Return the counts of a step; None if counting takes too long, or has not been done yet."""
        return self._known.get(step)

    def add(self, texts: Iterable[tuple[Step, bytes, bytes]]) -> None:
        """Count steps, given with the old and the new text, as many as a second of CPU time allows."""
        end = time.thread_time() + _TIME_LIMIT_SECONDS_FOR_ALL
        for step, old, new in texts:
            self._known[step] = _count(old, new)
            if time.thread_time() > end:
                break
        while len(self._known) > _MAX_CACHED_STEPS:
            self._known.popitem(last=False)


def _count(old: bytes, new: bytes) -> Changes | None:
    try:
        segments = diff_segments(comparable_lines(old), comparable_lines(new), TimeLimit(_TIME_LIMIT_SECONDS))
    except TooDifferent:
        return None
    changed = [segment for segment in segments if not segment.is_same]
    return Changes(
        added=sum(len(segment.new) for segment in changed),
        removed=sum(len(segment.old) for segment in changed),
    )
