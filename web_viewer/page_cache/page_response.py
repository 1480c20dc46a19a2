"""The response of the application for a finished page."""

from aiohttp import hdrs, web

from web_viewer.http.bodies import Coding
from web_viewer.http.negotiation import coding_headers, coding_of, has_already, nothing_new, tag_in
from web_viewer.page_cache.page import Page


def headers_of(page: Page, coding: Coding) -> dict[str, str]:
    """Return all headers but those about the length of the body."""
    tag = tag_in(page.bodies.digest, coding)
    return {**page.headers, hdrs.ETAG: f'"{tag}"', **coding_headers(coding)}


def page_response(request: web.BaseRequest, page: Page) -> web.Response:
    """Return the page, or 304 if the reader has it."""
    coding = coding_of(request)
    headers, tag = headers_of(page, coding), tag_in(page.bodies.digest, coding)
    if has_already(request, tag):
        return nothing_new(headers)
    return web.Response(body=page.bodies.in_coding(coding), headers=headers)
