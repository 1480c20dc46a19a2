"""The update that a reply answers: stored with the reply, for logs and for the time that people wait."""

import json
import time
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from prometheus_client import Histogram

_FIELD: Final = "origin"
_BUCKETS_SECONDS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)
_WAITS: Final = Histogram(
    "postebin_update_reply_seconds",
    "Time from the receipt of an update until Telegram has a reply to it, by kind of update",
    ["kind"],
    buckets=_BUCKETS_SECONDS,
)


@dataclass(frozen=True, slots=True)
class ReplyOrigin:
    """The update that a reply answers. `received_at` is in seconds since 1970."""

    request_id: str
    kind: str
    received_at: float

    @classmethod
    def stored_in(cls, payload: str) -> Self | None:
        """Return the origin in a row's JSON; None if it has none, as replies of former versions."""
        try:
            return cls(**json.loads(payload)[_FIELD])
        except (ValueError, KeyError, TypeError):
            return None

    @property
    def field(self) -> dict[str, Any]:
        """The field of the row's JSON."""
        return {_FIELD: asdict(self)}

    def observe_wait(self) -> None:
        """Measure the time until now, when the reply was sent."""
        _WAITS.labels(self.kind).observe(time.time() - self.received_at)
