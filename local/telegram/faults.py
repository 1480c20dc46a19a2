"""Faults on demand: what can go wrong between a bot and Telegram."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

# What is no method of the Bot API, but can fail as one.
DOWNLOAD = "download"


class Trouble(StrEnum):
    TOO_MANY_REQUESTS = "too_many_requests"
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"
    NO_JSON = "no_json"
    DROP = "drop"
    DROP_ANSWER = "drop_answer"
    SLOW = "slow"


@dataclass(slots=True)
class Fault:
    """For the next `count` calls of `method` (None: of any): `seconds` to wait, or to ask the bot to wait.

    DROP breaks the connection before the call is carried out, DROP_ANSWER after it. With NO_JSON something
    on the way answers in Telegram's place that all is well, as a portal of a network does. A call that is
    SLOW goes on earlier once it is `over`.
    """

    trouble: Trouble
    method: str | None = None
    count: int = 1
    seconds: float = 1
    over: asyncio.Event = field(default_factory=asyncio.Event, compare=False)


class Faults:
    def __init__(self) -> None:
        self._coming: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._coming.append(fault)

    def clear(self) -> None:
        self._coming.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that meets this call, if any."""
        for fault in self._coming:
            if fault.method is None or fault.method.lower() == method.lower():
                fault.count -= 1
                if fault.count <= 0:
                    self._coming.remove(fault)
                return fault
        return None
