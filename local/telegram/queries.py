"""Callback and inline queries that the bot has not answered yet."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from local.telegram.errors import bad_request

# Seconds that Telegram waits for an answer.
TIME_TO_ANSWER = 60.0


@dataclass(frozen=True, slots=True)
class Query:
    """A callback or inline query. `asked_at` is in Unix seconds."""

    id: str
    person_id: int
    chat_id: int
    asked_at: float


class Queries:
    """The open queries. `time_to_answer` is in seconds; a query that is older counts as unknown."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._open: dict[str, Query] = {}
        self.time_to_answer = TIME_TO_ANSWER

    def ask(self, person_id: int, chat_id: int) -> Query:
        """Open a new query and return it."""
        self._remove_expired()
        query = Query(str(secrets.randbits(60)), person_id, chat_id, self._clock())
        self._open[query.id] = query
        return query

    def answer(self, query_id: str) -> Query:
        """Close the query and return it. Raises BotApiError for one that is unknown, answered or too old."""
        self._remove_expired()
        query = self._open.pop(query_id, None)
        if query is None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query

    def _remove_expired(self) -> None:
        horizon = self._clock() - self.time_to_answer
        while self._open and (oldest := next(iter(self._open.values()))).asked_at <= horizon:
            del self._open[oldest.id]
