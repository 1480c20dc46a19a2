"""Fault injection: network errors and error responses between the bot and Telegram, for tests."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

# The name under which file downloads, which are no method, are made to fail.
DOWNLOAD = "download"


class Trouble(StrEnum):
    """The kind of a fault (see Fault)."""

    TOO_MANY_REQUESTS = "too_many_requests"
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"
    NO_JSON = "no_json"
    DROP = "drop"
    DROP_ANSWER = "drop_answer"
    SLOW = "slow"


@dataclass(slots=True)
class Fault:
    """A fault for the next `count` calls of `method` (None: of any method).

    DROP breaks the connection before the call is executed, DROP_ANSWER after it. NO_JSON answers 200 with
    HTML, as a captive portal does. SLOW delays the call by `seconds`, or until `over` is set; for
    TOO_MANY_REQUESTS `seconds` is the `retry_after`.
    """

    trouble: Trouble
    method: str | None = None
    count: int = 1
    seconds: float = 1
    over: asyncio.Event = field(default_factory=asyncio.Event, compare=False)


class Faults:
    """The faults that are still to happen, in the order in which they were added."""

    def __init__(self) -> None:
        self._pending: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._pending.append(fault)

    def clear(self) -> None:
        self._pending.clear()

    def take(self, method: str) -> Fault | None:
        """Return the fault for this call, if any, and count it down."""
        for fault in self._pending:
            if fault.method is None or fault.method.lower() == method.lower():
                fault.count -= 1
                if fault.count <= 0:
                    self._pending.remove(fault)
                return fault
        return None
