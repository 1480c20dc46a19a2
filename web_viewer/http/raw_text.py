"""Raw texts: the bytes of a paste as they were published, whole or a range of them (RFC 9110, 14)."""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import hdrs, web

from web_viewer.http.negotiation import matches_etag, not_modified

# Several ranges, or a malformed one, are answered with the whole (RFC 9110, 14.2).
_SINGLE_RANGE: Final = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RawText:
    """A text to be sent. `size` is in bytes; `tag` is its ETag without quotes.

    `read` gives the bytes from a start to before an end, in chunks.
    """

    size: int
    tag: str
    headers: dict[str, str]
    read: Callable[[int, int], AsyncIterator[bytes]]


async def send_raw_text(request: web.Request, text: RawText) -> web.StreamResponse:
    """Send the text, a range of it, 304 or 416. Raises what `read` raises before anything is sent."""
    headers = {**text.headers, hdrs.ETAG: f'"{text.tag}"'}
    if matches_etag(request, text.tag):
        return not_modified(headers)
    wanted = _requested_range(request, text)
    if wanted is None:
        return await _send(request, web.StreamResponse(headers=headers), range(text.size), text)
    if not wanted:
        headers[hdrs.CONTENT_RANGE] = f"bytes */{text.size}"
        return web.Response(status=web.HTTPRequestRangeNotSatisfiable.status_code, headers=headers)
    headers[hdrs.CONTENT_RANGE] = f"bytes {wanted.start}-{wanted.stop - 1}/{text.size}"
    response = web.StreamResponse(status=web.HTTPPartialContent.status_code, headers=headers)
    return await _send(request, response, wanted, text)


async def _send(
    request: web.Request, response: web.StreamResponse, wanted: range, text: RawText
) -> web.StreamResponse:
    response.content_length = len(wanted)
    if request.method == hdrs.METH_HEAD:
        await response.prepare(request)
        return response
    chunks = text.read(wanted.start, wanted.stop)
    # If the file has just been deleted, this raises while an error page can still be sent.
    first = await anext(chunks, b"")
    await response.prepare(request)
    await response.write(first)
    async for chunk in chunks:
        await response.write(chunk)
    await response.write_eof()
    return response


def _requested_range(request: web.Request, text: RawText) -> range | None:
    """Return None if the whole text is to be sent, an empty range if the text has no such bytes."""
    condition = request.headers.get(hdrs.IF_RANGE)
    if request.method != hdrs.METH_GET or (condition is not None and condition != f'"{text.tag}"'):
        return None
    found = _SINGLE_RANGE.fullmatch(request.headers.get(hdrs.RANGE, ""))
    if found is None or found[0].endswith("=-"):
        return None
    whole, (first, last) = range(text.size), found.groups()
    if not first:
        return whole[max(text.size - int(last), 0) :]
    if not last:
        return whole[int(first) :]
    return whole[int(first) : int(last) + 1] if int(first) <= int(last) else None
