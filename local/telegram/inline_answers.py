"""Answers of the bot to inline queries, and their cache (Telegram Bot API, answerInlineQuery)."""

from collections.abc import Callable
from dataclasses import dataclass

from local.telegram.json_values import Json
from local.telegram.text.formatted import Formatted

# The number of queries whose answers people can still pick from.
_QUERIES_LIMIT = 200


@dataclass(frozen=True, slots=True)
class InlineResult:
    """A result as it is listed, and the content of the message that it becomes."""

    id: str
    title: str
    description: str
    content: Formatted
    keyboard: Json | None = None
    link_preview: Json | None = None
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """One page of results, and the button above them. `next_offset` is empty on the last page."""

    results: tuple[InlineResult, ...]
    next_offset: str = ""
    button: Json | None = None


@dataclass(frozen=True, slots=True)
class InlineQuery:
    """A query as a person has typed it. `offset` is empty for the first page of results."""

    person_id: int
    query: str
    offset: str


@dataclass(slots=True)
class _Cached:
    answer: InlineAnswer
    expires_at: float


class InlineAnswers:
    """Answers by query id, and cached ones by query text and offset.

    A cached answer is valid for `cache_time` seconds, and for the same person only if it is personal.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._queries: dict[str, InlineQuery] = {}
        self._answers: dict[str, InlineAnswer] = {}
        self._cache: dict[tuple[str, str, int | None], _Cached] = {}

    def open(self, query_id: str, query: InlineQuery) -> InlineAnswer | None:
        """Store the query; return its cached answer, if any."""
        self._queries[query_id] = query
        while len(self._queries) > _QUERIES_LIMIT:
            oldest = next(iter(self._queries))
            del self._queries[oldest]
            self._answers.pop(oldest, None)
        for person_id in (query.person_id, None):
            cached = self._cache.get((query.query, query.offset, person_id))
            if cached is not None and cached.expires_at > self._clock():
                self._answers[query_id] = cached.answer
                return cached.answer
        return None

    def add(self, query_id: str, answer: InlineAnswer, cache_time: int, *, personal: bool) -> None:
        """Store the bot's answer to a query, and cache it for `cache_time` seconds."""
        self._answers[query_id] = answer
        query = self._queries.get(query_id)
        if query is not None and cache_time > 0:
            key = (query.query, query.offset, query.person_id if personal else None)
            self._cache[key] = _Cached(answer, self._clock() + cache_time)

    def find(self, person_id: int, query_id: str) -> tuple[InlineQuery, InlineAnswer] | None:
        """Return the query and its answer, if the person sent it and it was answered."""
        query, answer = self._queries.get(query_id), self._answers.get(query_id)
        return (query, answer) if query and answer and query.person_id == person_id else None
