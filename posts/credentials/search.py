"""Searches a text of any size for credentials, within a budget of time."""

import time
from collections.abc import Iterable, Iterator
from typing import Final

from posts.credentials.candidates import Candidate
from posts.credentials.chunks import Chunk, chunks_of
from posts.credentials.engine import engine
from posts.credentials.kinds import Credential, CredentialKind
from posts.credentials.masking import masked
from posts.credentials.plausibility import is_secret

MAX_CREDENTIALS: Final = 20
# 20 MB of ordinary text take 0.3 s; only text that is designed to be slow takes longer.
_BUDGET_SECONDS: Final = 2.0
# Of two overlapping candidates, one of a known format is better than one that its name or place identifies.
_UNSPECIFIC: Final = (CredentialKind.URL_PASSWORD, CredentialKind.PASSWORD, CredentialKind.GENERIC_TOKEN)


def prepare() -> None:
    """Load the rules, which takes up to 4 s, so that the first search need not wait."""
    engine()


def find_credentials(text: str) -> list[Credential]:
    """Return the first 20 different credentials in order, or fewer if 2 seconds are over.

    Loads the rules if `prepare` has not. For texts from strangers, `posts.analysis.analyst` limits time and
    memory.
    """
    found: dict[str, Credential] = {}
    try:
        for secret, credential in _secrets_in(text):
            found.setdefault(secret, credential)
            if len(found) == MAX_CREDENTIALS:
                break
    except TimeoutError:
        pass
    return list(found.values())


def _secrets_in(text: str) -> Iterator[tuple[str, Credential]]:
    scanner, deadline = engine(), time.monotonic() + _BUDGET_SECONDS
    for chunk in chunks_of(text.encode(errors="replace")):
        candidates = scanner.candidates(chunk.data, max(deadline - time.monotonic(), 0.001))
        plausible = (candidate for candidate in candidates if is_secret(candidate))
        for candidate in _without_overlaps(plausible):
            if chunk.owns(candidate.start):
                yield candidate.secret, _credential(candidate, chunk)


def _without_overlaps(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates in order; of overlapping ones the most specific, else the first."""
    chosen: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: (one.start, _rank(one), -one.end)):
        if not chosen or candidate.start >= chosen[-1].end:
            chosen.append(candidate)
        elif _rank(candidate) < _rank(chosen[-1]):
            chosen[-1] = candidate
    return chosen


def _rank(candidate: Candidate) -> int:
    return _UNSPECIFIC.index(candidate.kind) + 1 if candidate.kind in _UNSPECIFIC else 0


def _credential(candidate: Candidate, chunk: Chunk) -> Credential:
    return Credential(candidate.kind, chunk.line_of(candidate.start), masked(candidate.secret))
