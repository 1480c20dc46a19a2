"""A metric of what is logged: outages, missing files, refused logins and the like each have a log event."""

from typing import Final

import structlog
from prometheus_client import Counter

# The names are constants of the code. The messages of libraries are not, and could have people's texts.
_LIBRARY: Final = "other"
_COUNTED_LEVELS: Final = frozenset({"info", "warning", "error", "critical"})
_LOG_EVENTS: Final = Counter(
    "postebin_log_events",
    "Log events by level and name; the messages of libraries are `other`",
    ["level", "event"],
)


def count_event(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Count an event of our own. A processor, to come after `add_log_level`."""
    if event["level"] in _COUNTED_LEVELS:
        _LOG_EVENTS.labels(event["level"], event["event"]).inc()
    return event


def count_library_message(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    if event["level"] in _COUNTED_LEVELS:
        _LOG_EVENTS.labels(event["level"], _LIBRARY).inc()
    return event
