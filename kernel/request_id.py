"""The id of what is being worked on: an update, or an HTTP request.

It is in all log events of the work, and in the rows that hand a part of the work to other processes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from structlog.contextvars import bound_contextvars, get_contextvars

_NAME: Final = "request_id"


@contextmanager
def request(request_id: str | None) -> Iterator[None]:
    """Log this id with all events of the block; None if it is not known."""
    with bound_contextvars(**{_NAME: request_id} if request_id else {}):
        yield


def current_request_id() -> str | None:
    found: str | None = get_contextvars().get(_NAME)
    return found
