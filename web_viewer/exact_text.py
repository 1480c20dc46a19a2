"""A text as it was sent: the bytes, which a browser shows but never runs.

Whole, or a range of them (RFC 9110, 14).
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from aiohttp import hdrs, web

from web_viewer.answers import ALWAYS_ASK
from web_viewer.negotiation import has_already, nothing_new
from web_viewer.security import RAW_HEADERS


@dataclass(frozen=True, slots=True)
class ExactText:
    """`read` gives the bytes from its first to before its second argument, some at once."""

    size: int
    tag: str
    headers: dict[str, str]
    read: Callable[[int, int], AsyncIterator[bytes]]


def exact_text(content: bytes, disposition: str | None = None, keeping: str = ALWAYS_ASK) -> web.Response:
    """`disposition` is a Content-Disposition, for a file."""
    headers = raw_headers(keeping) | ({hdrs.CONTENT_DISPOSITION: disposition} if disposition else {})
    return web.Response(body=content, headers=headers, content_type="text/plain", charset="utf-8")


def raw_headers(keeping: str = ALWAYS_ASK) -> dict[str, str]:
    return {hdrs.CACHE_CONTROL: keeping, **RAW_HEADERS}


async def send_text(request: web.Request, text: ExactText) -> web.StreamResponse:
    """Raises what `read` raises, before anything is sent."""
    headers = {**text.headers, hdrs.ETAG: f'"{text.tag}"'}
    if has_already(request, text.tag):
        return nothing_new(headers)
    wanted = _wanted(request, text)
    if wanted is None:
        headers[hdrs.CONTENT_RANGE] = f"bytes */{text.size}"
        return web.Response(status=web.HTTPRequestRangeNotSatisfiable.status_code, headers=headers)
    start, end = wanted.start, wanted.stop
    is_part = len(wanted) != text.size
    answer = web.StreamResponse(status=206 if is_part else 200, headers=headers)
    answer.content_length = len(wanted)
    if is_part:
        answer.headers[hdrs.CONTENT_RANGE] = f"bytes {start}-{end - 1}/{text.size}"
    await _write(request, answer, text.read(start, end))
    return answer


async def _write(request: web.Request, answer: web.StreamResponse, chunks: AsyncIterator[bytes]) -> None:
    if request.method == hdrs.METH_HEAD:
        await answer.prepare(request)
        return
    # Of a file that is gone by now it is heard here, while another answer can still be given.
    first = await anext(chunks, b"")
    await answer.prepare(request)
    await answer.write(first)
    async for chunk in chunks:
        await answer.write(chunk)
    await answer.write_eof()


def _wanted(request: web.Request, text: ExactText) -> range | None:
    """The whole where no range is asked for, or none that is understood; None where it has no such bytes."""
    whole = range(text.size)
    condition = request.headers.get(hdrs.IF_RANGE)
    if hdrs.RANGE not in request.headers or (condition is not None and condition != f'"{text.tag}"'):
        return whole
    try:
        asked = request.http_range
    except ValueError:
        return whole
    some = whole[asked]
    return some if some else None
