"""Runs MongoDB's Kingfisher, the library that finds candidates, in this process and without the network."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from posts.credentials.candidates import Candidate
from posts.credentials.kinds import kind_of_rule

if TYPE_CHECKING:
    from kingfisher_sdk.core import Finding

_OWN_RULES: Final = sorted(Path(__file__).with_name("rules").glob("*.yml"))
# In the library's rules a token ends before a quotation mark, a space or a semicolon. In prose, URLs and
# programs these characters follow it as often, so they are replaced by spaces.
_DELIMITERS: Final = bytes.maketrans(b",)]}<>&|", b" " * 8)
_QUOTES: Final = [mark.encode() for mark in "«»“”„‘’—…"]
_loading = Lock()


class Engine:
    """The compiled rules. Creating an engine takes 4 s of CPU time, or 0.4 s with a cache.

    The library caches compiled rules in `KF_RULE_CACHE_DIR`, or else in the user's cache folder.
    """

    def __init__(self) -> None:
        # Imported late: it costs 11 MB and 0.03 s.
        from kingfisher_sdk import Rules, Scanner

        self._library = Scanner(Rules())
        self._own = Scanner(Rules(_OWN_RULES, builtins=False))

    def candidates(self, data: bytes, seconds: float) -> Iterator[Candidate]:
        """Yield candidates in no order; they may overlap. Raises TimeoutError."""
        for scanner, text in ((self._own, data), (self._library, _without_delimiters(data))):
            for finding in scanner.scan(text, timeout=seconds):
                if finding.visible and _is_sure(finding):
                    yield _candidate(finding, data)


def engine() -> Engine:
    """Return the engine of this process, which is created at the first call."""
    with _loading:
        return _engine()


@cache
def _engine() -> Engine:
    return Engine()


def _without_delimiters(data: bytes) -> bytes:
    # The length must not change, for offsets are those of the original text.
    for mark in _QUOTES:
        data = data.replace(mark, b" " * len(mark))
    return data.translate(_DELIMITERS).replace(b". ", b"  ").replace(b".\n", b" \n")


def _is_sure(finding: "Finding") -> bool:
    # Low-confidence rules of Betterleaks match a service's name and then any 32 letters.
    return finding.confidence == "high" or not finding.rule_id.startswith("betterleaks.")


def _candidate(finding: "Finding", data: bytes) -> Candidate:
    captures, location = finding.captures, finding.location
    return Candidate(
        kind=kind_of_rule(finding.rule_id),
        rule=finding.rule_id,
        match=finding.secret,
        key=captures.get("KEY", ""),
        gap=captures.get("GAP", "").strip(),
        start=location["start_offset"],
        end=location["end_offset"],
        decoded=finding.is_base64_encoded,
        data=data,
    )
