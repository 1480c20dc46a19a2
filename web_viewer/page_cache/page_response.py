"""The response of the application for a finished page, when the fast path has not sent it."""

from aiohttp import hdrs, web

from web_viewer.http.bodies import Coding
from web_viewer.http.negotiation import coding_headers, coding_of, etag_of, matches_etag, not_modified
from web_viewer.page_cache.page import Page


def headers_of(page: Page, coding: Coding) -> dict[str, str]:
    """Return all headers but those about the length of the body."""
    tag = etag_of(page.bodies.digest, coding)
    return {**page.headers, hdrs.ETAG: f'"{tag}"', **coding_headers(coding)}


def page_response(request: web.BaseRequest, page: Page) -> web.Response:
    """Return the page, or 304 if the reader has it."""
    coding = coding_of(request)
    headers, tag = headers_of(page, coding), etag_of(page.bodies.digest, coding)
    if matches_etag(request, tag):
        return not_modified(headers)
    return web.Response(body=page.bodies.in_coding(coding), headers=headers)
