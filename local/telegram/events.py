"""Live events of a person's chats, for the chat page."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """An event for the chat page. `name` is one of the events in page/feed.js."""

    name: str
    data: Any


Subscription = asyncio.Queue[Event | None]


class Events:
    """Subscriptions by person. A subscription yields None when the server stops."""

    def __init__(self) -> None:
        self._subscriptions: defaultdict[int, set[Subscription]] = defaultdict(set)

    def subscribe(self, person_id: int) -> Subscription:
        """Subscribe for as long as the server runs."""
        subscription: Subscription = asyncio.Queue()
        self._subscriptions[person_id].add(subscription)
        return subscription

    @contextmanager
    def subscription(self, person_id: int) -> Iterator[Subscription]:
        """Subscribe until the end of the block."""
        subscription = self.subscribe(person_id)
        try:
            yield subscription
        finally:
            self._subscriptions[person_id].discard(subscription)

    def has_subscribers(self, person_id: int) -> bool:
        return bool(self._subscriptions.get(person_id))

    def publish(self, person_id: int, name: str, data: Any) -> None:
        for subscription in self._subscriptions.get(person_id, ()):
            subscription.put_nowait(Event(name, data))

    def close(self) -> None:
        for subscriptions in self._subscriptions.values():
            for subscription in subscriptions:
                subscription.put_nowait(None)
