"""The library that looks for candidates: MongoDB's Kingfisher, in this process and without the network."""

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
# The library's rules let a token end with a quotation mark, a space or a semicolon. In prose, addresses and
# programs it ends as often with one of these, so for them these are spaces.
_ENDS: Final = bytes.maketrans(b",)]}<>&|", b" " * 8)
_QUOTES: Final = [mark.encode() for mark in "«»“”„‘’—…"]
_loading = Lock()


class Engine:
    """To make one takes 4 s of a processor, or 0.4 s where the library still has the compiled rules.

    It keeps them in `KF_RULE_CACHE_DIR`, else in the user's folder for caches, where there is one.
    """

    def __init__(self) -> None:
        # 11 MB and 0.03 s, only for who looks for credentials.
        from kingfisher_sdk import Rules, Scanner

        self._library = Scanner(Rules())
        self._own = Scanner(Rules(_OWN_RULES, builtins=False))

    def candidates(self, data: bytes, seconds: float) -> Iterator[Candidate]:
        """In no order, and overlapping. Raises TimeoutError."""
        for scanner, text in ((self._own, data), (self._library, _with_ends(data))):
            for finding in scanner.scan(text, timeout=seconds):
                if finding.visible and _is_sure(finding):
                    yield _candidate(finding, data)


def engine() -> Engine:
    """The one of this process, made when it is first wanted; whoever comes meanwhile waits for it."""
    with _loading:
        return _engine()


@cache
def _engine() -> Engine:
    return Engine()


def _with_ends(data: bytes) -> bytes:
    """As long as it was."""
    for mark in _QUOTES:
        data = data.replace(mark, b" " * len(mark))
    return data.translate(_ENDS).replace(b". ", b"  ").replace(b".\n", b" \n")


def _is_sure(finding: "Finding") -> bool:
    """Rules of Betterleaks that the library trusts less want a service's name and then any 32 letters."""
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
