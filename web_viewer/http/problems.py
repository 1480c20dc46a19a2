"""What each thing that can go wrong becomes: a status, and the words of a page."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from kernel.database import is_connection_lost
from kernel.errors import AppError
from kernel.storage import is_storage_unavailable


@dataclass(frozen=True, slots=True)
class Problem:
    """`name`: of the phrases `<name>-title` and `<name>-text`."""

    status: HTTPStatus
    name: str


class Refused(Exception):
    """The viewer's own no, which no service had to be asked for."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.name)
        self.problem = problem


BROKEN: Final = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "broken")
UNAVAILABLE: Final = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable")
FROM_ELSEWHERE: Final = Problem(HTTPStatus.FORBIDDEN, "from-elsewhere")
_LINK_EXPIRED: Final = Problem(HTTPStatus.NOT_FOUND, "private-link-expired")
_MALFORMED: Final = Problem(HTTPStatus.BAD_REQUEST, "malformed")
_POST_NOT_FOUND: Final = Problem(HTTPStatus.NOT_FOUND, "post-not-found")

OF_CODE: Final = {
    "post-not-found": _POST_NOT_FOUND,
    "post-deleted": Problem(HTTPStatus.GONE, "post-deleted"),
    "post-expired": Problem(HTTPStatus.GONE, "post-expired"),
    "post-burned": Problem(HTTPStatus.GONE, "post-burned"),
    "revision-not-found": Problem(HTTPStatus.NOT_FOUND, "revision-not-found"),
    "user-not-found": Problem(HTTPStatus.NOT_FOUND, "user-not-found"),
}
OF_STATUS: Final = {
    HTTPStatus.NOT_FOUND: Problem(HTTPStatus.NOT_FOUND, "page-not-found"),
    HTTPStatus.METHOD_NOT_ALLOWED: Problem(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed"),
}
PROBLEMS: Final = (
    BROKEN,
    UNAVAILABLE,
    FROM_ELSEWHERE,
    _LINK_EXPIRED,
    _MALFORMED,
    *OF_CODE.values(),
    *OF_STATUS.values(),
)


def problem_of(fault: Exception, *, has_key: bool = False) -> Problem:
    """`has_key`: whether the reader came with a key for a private paste."""
    if isinstance(fault, Refused):
        return fault.problem
    if isinstance(fault, AppError):
        problem = OF_CODE.get(fault.code, BROKEN)
        # Also for a paste that never was, so that nobody learns by trying keys which there are.
        return _LINK_EXPIRED if has_key and problem is _POST_NOT_FOUND else problem
    return UNAVAILABLE if is_connection_lost(fault) or is_storage_unavailable(fault) else BROKEN


def problem_of_status(status: int) -> Problem:
    """Of aiohttp's own refusals, which are all the reader's doing."""
    known = OF_STATUS.get(HTTPStatus(status))
    return known or Problem(HTTPStatus(status), _MALFORMED.name)
