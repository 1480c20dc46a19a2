"""Error pages: the one place where errors become responses."""

from functools import cache

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from kernel.errors import AppError
from kernel.request_id import current_request_id
from kernel.storage import is_storage_unavailable
from web_viewer.addresses import reading_key
from web_viewer.http.bodies import Bodies
from web_viewer.http.connection import is_disconnected
from web_viewer.http.problems import INTERNAL_ERROR, UNAVAILABLE, Problem, problem_of, problem_of_status
from web_viewer.http.responses import html_page
from web_viewer.phrases import words_in
from web_viewer.reader_language import words_for
from web_viewer.templates import render

_RETRY_AFTER_SECONDS = "5"
_log = structlog.get_logger(__name__)


@web.middleware
async def render_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer an error of a handler with an error page in the reader's language; log what is not expected.

    If a response has begun, the connection is closed instead.
    """
    try:
        return await handler(request)
    except web.HTTPError as error:
        response = _error_page(request, problem_of_status(error.status))
        if hdrs.ALLOW in error.headers:
            response.headers[hdrs.ALLOW] = error.headers[hdrs.ALLOW]
        return response
    except web.HTTPException:
        raise  # a redirect
    except Exception as error:
        if isinstance(error, ConnectionError) and is_disconnected(request):
            raise  # the client has disconnected, and not the database
        if request.writer.output_size:
            raise _close_connection(request, error) from error
        return _response_to(request, error)


def _close_connection(request: web.Request, error: Exception) -> ConnectionError:
    """Cut off a response that has begun: an error page would look like the rest of it."""
    _log.warning("response_cut_off", path=request.path, error=repr(error))
    if request.transport:
        request.transport.close()
    return ConnectionAbortedError("the response could not be finished")


def _response_to(request: web.Request, error: Exception) -> web.Response:
    problem = problem_of(error, has_key=reading_key(request) is not None)
    if problem is UNAVAILABLE:
        _log.warning(_event_of(error), path=request.path, error=repr(error))
        response = _error_page(request, problem, current_request_id())
        response.headers[hdrs.RETRY_AFTER] = _RETRY_AFTER_SECONDS
        return response
    if problem is INTERNAL_ERROR:
        _log.error("request_failed", path=request.path, exc_info=error)
        return _error_page(request, problem, current_request_id())
    return _error_page(request, problem)


def _event_of(error: Exception) -> str:
    if isinstance(error, AppError):
        return error.code.replace("-", "_")
    return "storage_unreachable" if is_storage_unavailable(error) else "database_unreachable"


def _error_page(request: web.Request, problem: Problem, reference: str | None = None) -> web.Response:
    """Return an error page. `reference` is shown and logged, so that a reader's report leads to the log."""
    language = words_for(request).language
    page = _rendered(problem, language, reference) if reference else _cached_page(problem, language)
    return html_page(request, page, language, problem.status)


@cache
def _cached_page(problem: Problem, language: str) -> Bodies:
    # Crawlers and scanners request thousands of pages that do not exist.
    return Bodies.of(_rendered(problem, language, None))


def _rendered(problem: Problem, language: str, reference: str | None) -> bytes:
    return render("problem.html", words_in(language), problem=problem, reference=reference)
