"""People who write all the time, and the pastes and cards that come of it."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count, cycle
from typing import Final, Self

from sqlalchemy import text as sql

from kernel.database import Sessions
from tests.bot.conftest import registered
from tests.conversation import Telegram
from tests.person import Person

_PERIOD_SECONDS: Final = 1 / 20  # between two messages of all people together
# More would only wait at Telegram, which accepts one message a second in a chat.
_UNANSWERED_PER_PERSON: Final = 5
_CARD: Final = re.compile(r"([^\n]*)\nhttp")
_WAITING: Final = sql("""
    SELECT (SELECT count(*) FROM bot.inbox_chats) + (SELECT count(*) FROM bot.outbox_chats)
        + (SELECT count(*) FROM bot.replies)
        + (SELECT count(*) FROM bot.updates WHERE status = 'waiting')
""")
_PASTES: Final = sql("""
    SELECT username, title FROM posts.posts JOIN auth.users ON users.id = created_by ORDER BY posts.id
""")
_SET_ASIDE: Final = sql("SELECT reason FROM bot.updates WHERE status = 'dead'")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Titles by username, in order: of texts sent, of pastes made and of cards received.

    `others`: how often each other message came. `set_aside`: why updates were given up.
    """

    sent: dict[str, list[str]]
    made: dict[str, list[str]]
    cards: dict[str, list[str]]
    others: Counter[str]
    set_aside: list[str]

    @property
    def missing_cards(self) -> list[str]:
        return [title for name in self.sent for title in self.sent[name] if title not in self.cards[name]]

    @property
    def repeated_cards(self) -> dict[str, list[str]]:
        """Return titles of repeated cards by username."""
        return {name: _repeated(titles) for name, titles in self.cards.items()}

    @property
    def cards_are_in_order(self) -> bool:
        return all(list(dict.fromkeys(self.cards[name])) == self.sent[name] for name in self.sent)

    def __str__(self) -> str:
        known = (self.sent, self.made, self.repeated_cards)
        sent, made, repeated = (sum(map(len, titles.values())) for titles in known)
        return (
            f"{sent} sent, {made} made, {len(self.missing_cards)} cards missing, "
            f"{repeated} twice, cards in order: {self.cards_are_in_order}, "
            f"other messages: {dict(self.others)}, set aside: {self.set_aside}"
        )


class Crowd:
    def __init__(self, telegram: Telegram, people: dict[str, Person]) -> None:
        self._telegram = telegram
        self._people = people
        self._sent: dict[str, list[str]] = {name: [] for name in people}
        self._numbers = count()
        # Replies to the registration are no cards.
        self._before = {name: len(person.messages) for name, person in people.items()}

    @classmethod
    async def gather(cls, telegram: Telegram, size: int) -> Self:
        """Register all people."""
        people = {f"person{number}": telegram.person(f"Person {number}") for number in range(size)}
        await asyncio.gather(*(registered(person, name) for name, person in people.items()))
        return cls(telegram, people)

    async def talk(self, over: asyncio.Event) -> None:
        names = cycle(self._people)
        while not over.is_set():
            name = next(names)
            if len(self._sent[name]) - len(self._cards(name)) < _UNANSWERED_PER_PERSON:
                self._sent[name].append(title := f"{name} thought {next(self._numbers)}")
                await self._people[name].says(title)
            await asyncio.sleep(_PERIOD_SECONDS)

    async def answered(self, sessions: Sessions, within: float) -> None:
        """Wait until no update or reply waits at Telegram or in Postgres."""
        async with asyncio.timeout(within):
            # What happens in other processes sets no event here.
            while self._telegram.world.state.pending or await _waiting(sessions):  # noqa: ASYNC110
                await asyncio.sleep(0.2)

    async def outcome(self, sessions: Sessions) -> Outcome:
        made: dict[str, list[str]] = {name: [] for name in self._people}
        async with sessions() as session:
            for name, title in await session.execute(_PASTES):
                made[name].append(title)
            set_aside = [str(reason) for reason in await session.scalars(_SET_ASIDE)]
        cards = {name: self._cards(name) for name in self._people}
        return Outcome(self._sent, made, cards, self._others(), set_aside)

    def _heard(self, name: str) -> list[str]:
        messages = self._people[name].messages[self._before[name] :]
        return [message.text for message in messages if message.from_bot]

    def _cards(self, name: str) -> list[str]:
        return [card[1] for text in self._heard(name) if (card := _CARD.match(text))]

    def _others(self) -> Counter[str]:
        texts = (text for name in self._people for text in self._heard(name))
        return Counter(text for text in texts if not _CARD.match(text))


def _repeated(titles: Iterable[str]) -> list[str]:
    return [title for title, times in Counter(titles).items() for _ in range(times - 1)]


async def _waiting(sessions: Sessions) -> int:
    async with sessions() as session:
        return int(await session.scalar(_WAITING) or 0)
