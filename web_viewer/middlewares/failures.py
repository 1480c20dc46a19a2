"""The one place in which errors become pages."""

import secrets
from functools import cache

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from kernel.storage import is_storage_unavailable
from web_viewer.addresses import key_in
from web_viewer.http.bodies import Bodies
from web_viewer.http.connection import is_gone
from web_viewer.http.problems import BROKEN, UNAVAILABLE, Problem, problem_of, problem_of_status
from web_viewer.http.responses import html_page
from web_viewer.phrases import words_in
from web_viewer.reader_language import words_for
from web_viewer.templates import render

_log = structlog.get_logger(__name__)


@web.middleware
async def show_failures(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPError as refusal:
        answer = _page(request, problem_of_status(refusal.status))
        if hdrs.ALLOW in refusal.headers:
            answer.headers[hdrs.ALLOW] = refusal.headers[hdrs.ALLOW]
        return answer
    except web.HTTPException:
        raise  # a redirect
    except Exception as fault:
        if isinstance(fault, ConnectionError) and is_gone(request):
            raise  # the connection that was lost is the reader's, and not the database's
        if request.writer.output_size:
            raise _cut_off(request, fault) from fault
        return _failed(request, fault)


def _cut_off(request: web.Request, fault: Exception) -> ConnectionError:
    """End the connection of an answer that has begun: a page would be taken for the rest of the text."""
    _log.warning("answer cut off", path=request.path, fault=repr(fault))
    if request.transport:
        request.transport.close()
    return ConnectionAbortedError("the answer could not be finished")


def _failed(request: web.Request, fault: Exception) -> web.Response:
    problem = problem_of(fault, has_key=key_in(request) is not None)
    if problem is UNAVAILABLE:
        event = "storage unreachable" if is_storage_unavailable(fault) else "database unreachable"
        _log.warning(event, path=request.path, fault=repr(fault))
        answer = _page(request, problem)
        answer.headers[hdrs.RETRY_AFTER] = "5"
        return answer
    if problem is BROKEN:
        reference = secrets.token_hex(4)
        _log.error("page failed", reference=reference, path=request.path, exc_info=fault)
        return _page(request, problem, reference)
    return _page(request, problem)


def _page(request: web.Request, problem: Problem, reference: str | None = None) -> web.Response:
    language = words_for(request).language
    page = _rendered(problem, language, reference) if reference else _known_page(problem, language)
    return html_page(request, page, language, problem.status)


@cache
def _known_page(problem: Problem, language: str) -> Bodies:
    """What nobody has is asked for in floods."""
    return Bodies.of(_rendered(problem, language, None))


def _rendered(problem: Problem, language: str, reference: str | None) -> bytes:
    words = words_in(language)
    return render("problem.html", words, problem=problem, reference=reference)
