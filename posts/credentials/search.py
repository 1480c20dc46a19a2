"""Looks through a text of any size, within a budget of time."""

import time
from collections.abc import Iterable, Iterator
from typing import Final

from posts.credentials.candidates import Candidate
from posts.credentials.chunks import Piece, pieces
from posts.credentials.engine import engine
from posts.credentials.kinds import Credential, CredentialKind
from posts.credentials.masking import masked
from posts.credentials.plausibility import is_secret

MOST: Final = 20  # more say nothing more
# 20 MB of ordinary text take 0.3 s; only text that is made to be slow runs out of time.
_SECONDS: Final = 2.0
# Of two that overlap, who knows the format goes before who knows the place.
_VAGUE: Final = (CredentialKind.URL_PASSWORD, CredentialKind.PASSWORD, CredentialKind.GENERIC_TOKEN)


def prepare() -> None:
    """Load what finding needs, which takes up to 4 s, so that nobody's first paste waits for it."""
    engine()


def find_credentials(text: str) -> list[Credential]:
    """The first twenty, each once, in order. After two seconds what is found is all there is.

    Waits for `prepare()`. Texts of strangers are for `posts.analysis.analyst`, whose workers have a budget.
    """
    found: dict[str, Credential] = {}
    try:
        for secret, credential in _found(text):
            found.setdefault(secret, credential)
            if len(found) == MOST:
                break
    except TimeoutError:
        pass
    return list(found.values())


def _found(text: str) -> Iterator[tuple[str, Credential]]:
    looking, until = engine(), time.monotonic() + _SECONDS
    for piece in pieces(text.encode(errors="replace")):
        candidates = looking.candidates(piece.data, max(until - time.monotonic(), 0.001))
        likely = (candidate for candidate in candidates if is_secret(candidate))
        for candidate in _apart(likely):
            if piece.owns(candidate.start):
                yield candidate.secret, _credential(candidate, piece)


def _apart(candidates: Iterable[Candidate]) -> list[Candidate]:
    """In order, and of those that overlap the best, or the longest."""
    apart: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: (one.start, _rank(one), -one.end)):
        if not apart or candidate.start >= apart[-1].end:
            apart.append(candidate)
        elif _rank(candidate) < _rank(apart[-1]):
            apart[-1] = candidate
    return apart


def _rank(candidate: Candidate) -> int:
    return _VAGUE.index(candidate.kind) + 1 if candidate.kind in _VAGUE else 0


def _credential(candidate: Candidate, piece: Piece) -> Credential:
    line = piece.line_of(candidate.start)
    return Credential(candidate.kind, line, masked(candidate.secret))
