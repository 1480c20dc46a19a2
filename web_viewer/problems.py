"""What each thing that can go wrong becomes: a status, and the words of a page."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from kernel.database import is_connection_lost
from kernel.errors import AppError


@dataclass(frozen=True, slots=True)
class Problem:
    """`name`: of the phrases `<name>-title` and `<name>-text`."""

    status: HTTPStatus
    name: str


BROKEN: Final = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "broken")
UNAVAILABLE: Final = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable")
_MALFORMED: Final = Problem(HTTPStatus.BAD_REQUEST, "malformed")

OF_CODE: Final = {
    "post-not-found": Problem(HTTPStatus.NOT_FOUND, "post-not-found"),
    "post-deleted": Problem(HTTPStatus.GONE, "post-deleted"),
    "user-not-found": Problem(HTTPStatus.NOT_FOUND, "user-not-found"),
}
OF_STATUS: Final = {
    HTTPStatus.NOT_FOUND: Problem(HTTPStatus.NOT_FOUND, "page-not-found"),
    HTTPStatus.METHOD_NOT_ALLOWED: Problem(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed"),
}
PROBLEMS: Final = (BROKEN, UNAVAILABLE, _MALFORMED, *OF_CODE.values(), *OF_STATUS.values())


def problem_of(fault: Exception) -> Problem:
    if isinstance(fault, AppError):
        return OF_CODE.get(fault.code, BROKEN)
    return UNAVAILABLE if is_connection_lost(fault) else BROKEN


def problem_of_status(status: int) -> Problem:
    """Of aiohttp's own refusals, which are all the reader's doing."""
    known = OF_STATUS.get(HTTPStatus(status))
    return known or Problem(HTTPStatus(status), _MALFORMED.name)
