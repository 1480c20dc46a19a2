"""Problems: the status and phrases of the error page for each kind of error."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from kernel.database import is_connection_lost
from kernel.errors import AppError
from kernel.storage import is_storage_unavailable


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of error page. It has the phrases `<name>-title` and `<name>-text`."""

    status: HTTPStatus
    name: str


class RefusedRequest(Exception):
    """The request is refused by the viewer itself, without asking a service."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.name)
        self.problem = problem


INTERNAL_ERROR: Final = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "broken")
UNAVAILABLE: Final = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable")
CROSS_SITE: Final = Problem(HTTPStatus.FORBIDDEN, "from-elsewhere")
_LINK_EXPIRED: Final = Problem(HTTPStatus.NOT_FOUND, "private-link-expired")
_MALFORMED: Final = Problem(HTTPStatus.BAD_REQUEST, "malformed")
_POST_NOT_FOUND: Final = Problem(HTTPStatus.NOT_FOUND, "post-not-found")

BY_ERROR_CODE: Final = {
    "post-not-found": _POST_NOT_FOUND,
    "post-deleted": Problem(HTTPStatus.GONE, "post-deleted"),
    "post-expired": Problem(HTTPStatus.GONE, "post-expired"),
    "post-burned": Problem(HTTPStatus.GONE, "post-burned"),
    "post-taken-down": Problem(HTTPStatus.GONE, "post-taken-down"),
    "revision-not-found": Problem(HTTPStatus.NOT_FOUND, "version-not-found"),
    "content-missing": UNAVAILABLE,
    "user-not-found": Problem(HTTPStatus.NOT_FOUND, "user-not-found"),
}
BY_STATUS: Final = {
    HTTPStatus.NOT_FOUND: Problem(HTTPStatus.NOT_FOUND, "page-not-found"),
    HTTPStatus.METHOD_NOT_ALLOWED: Problem(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed"),
}
PROBLEMS: Final = (
    INTERNAL_ERROR,
    CROSS_SITE,
    _LINK_EXPIRED,
    _MALFORMED,
    *BY_ERROR_CODE.values(),
    *BY_STATUS.values(),
)


def problem_of(error: Exception, *, has_key: bool = False) -> Problem:
    """Return the problem of an error that a handler has raised. `has_key`: the request has a reading key."""
    if isinstance(error, RefusedRequest):
        return error.problem
    if isinstance(error, AppError):
        problem = BY_ERROR_CODE.get(error.code, INTERNAL_ERROR)
        # Also if there never was such a paste, so that trying keys does not reveal which pastes exist.
        return _LINK_EXPIRED if has_key and problem is _POST_NOT_FOUND else problem
    return UNAVAILABLE if is_connection_lost(error) or is_storage_unavailable(error) else INTERNAL_ERROR


def problem_of_status(status: int) -> Problem:
    """Return the problem of an error response that aiohttp itself raised, for a bad request."""
    known = BY_STATUS.get(HTTPStatus(status))
    return known or Problem(HTTPStatus(status), _MALFORMED.name)
