"""A text as it was sent: the bytes, which a browser shows but never runs.

Whole, or a range of them (RFC 9110, 14).
"""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import hdrs, web

from web_viewer.http.headers import ALWAYS_ASK, RAW_HEADERS
from web_viewer.http.negotiation import has_already, nothing_new

# One range only: who asks for several gets the whole (RFC 9110, 14.2), as does who asks for none that is one.
_RANGE: Final = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)


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
        return await _send_bytes(request, web.StreamResponse(headers=headers), range(text.size), text)
    if not wanted:
        headers[hdrs.CONTENT_RANGE] = f"bytes */{text.size}"
        return web.Response(status=web.HTTPRequestRangeNotSatisfiable.status_code, headers=headers)
    headers[hdrs.CONTENT_RANGE] = f"bytes {wanted.start}-{wanted.stop - 1}/{text.size}"
    part = web.StreamResponse(status=web.HTTPPartialContent.status_code, headers=headers)
    return await _send_bytes(request, part, wanted, text)


async def _send_bytes(
    request: web.Request, answer: web.StreamResponse, wanted: range, text: ExactText
) -> web.StreamResponse:
    answer.content_length = len(wanted)
    await _write(request, answer, text.read(wanted.start, wanted.stop))
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
    """None where no range is asked for, or none that is understood; empty where it has no such bytes."""
    condition = request.headers.get(hdrs.IF_RANGE)
    if request.method != hdrs.METH_GET or (condition is not None and condition != f'"{text.tag}"'):
        return None
    asked = _RANGE.fullmatch(request.headers.get(hdrs.RANGE, ""))
    if asked is None or asked[0].endswith("=-"):
        return None
    whole, (first, last) = range(text.size), asked.groups()
    if not first:
        return whole[max(text.size - int(last), 0) :]
    if not last:
        return whole[int(first) :]
    return whole[int(first) : int(last) + 1] if int(first) <= int(last) else None
