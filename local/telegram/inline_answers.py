"""What the bot has offered in answer to inline queries, kept for who asked, and for who asks the same."""

from collections.abc import Callable
from dataclasses import dataclass

from local.telegram.errors import Json
from local.telegram.text.formatted import Formatted

# So many offers are kept for people to pick from.
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Result:
    """What is shown of a result, and the message that it becomes."""

    id: str
    title: str
    description: str
    content: Formatted
    keyboard: Json | None = None
    link_preview: Json | None = None
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    results: tuple[Result, ...]
    next_offset: str = ""
    button: Json | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    person_id: int
    query: str
    offset: str


@dataclass(slots=True)
class _Kept:
    offer: Offer
    until: float


class Offers:
    """Whoever asks what was asked before gets the answer that is kept, and the bot is not asked.

    Telegram Bot API, answerInlineQuery: for `cache_time` seconds, and to the same person only if personal.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._asked: dict[str, Asked] = {}
        self._offered: dict[str, Offer] = {}
        self._kept: dict[tuple[str, str, int | None], _Kept] = {}

    def ask(self, query_id: str, asked: Asked) -> Offer | None:
        """The answer that is known already, if any."""
        self._asked[query_id] = asked
        while len(self._asked) > _KEPT:
            oldest = next(iter(self._asked))
            del self._asked[oldest]
            self._offered.pop(oldest, None)
        for person_id in (asked.person_id, None):
            kept = self._kept.get((asked.query, asked.offset, person_id))
            if kept is not None and kept.until > self._clock():
                self._offered[query_id] = kept.offer
                return kept.offer
        return None

    def offer(self, query_id: str, offer: Offer, cache_time: int, *, personal: bool) -> None:
        self._offered[query_id] = offer
        asked = self._asked.get(query_id)
        if asked is not None and cache_time > 0:
            place = (asked.query, asked.offset, asked.person_id if personal else None)
            self._kept[place] = _Kept(offer, self._clock() + cache_time)

    def to(self, person_id: int, query_id: str) -> tuple[Asked, Offer] | None:
        """What the person asked there and was offered."""
        asked, offer = self._asked.get(query_id), self._offered.get(query_id)
        return (asked, offer) if asked and offer and asked.person_id == person_id else None
