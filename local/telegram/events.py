"""What people see happen in their chats, as it happens."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    data: Any


Listener = asyncio.Queue[Event | None]


class Events:
    """A listener gets None when the server stops."""

    def __init__(self) -> None:
        self._listeners: defaultdict[int, set[Listener]] = defaultdict(set)

    def listen(self, person_id: int) -> Listener:
        listener: Listener = asyncio.Queue()
        self._listeners[person_id].add(listener)
        return listener

    @contextmanager
    def listening(self, person_id: int) -> Iterator[Listener]:
        listener = self.listen(person_id)
        try:
            yield listener
        finally:
            self._listeners[person_id].discard(listener)

    def somebody_listens(self, person_id: int) -> bool:
        return bool(self._listeners.get(person_id))

    def publish(self, person_id: int, name: str, data: Any) -> None:
        for listener in self._listeners.get(person_id, ()):
            listener.put_nowait(Event(name, data))

    def close(self) -> None:
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.put_nowait(None)
