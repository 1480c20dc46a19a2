"""Uploads do not exist here: who announces one is refused before it is sent."""

from typing import Final

from aiohttp import web

from web_viewer.http.connection import refusal
from web_viewer.page_cache.fast_path import Handler

_LARGEST: Final = 1_024  # bytes; our own forms are empty
_WORDS: Final = "Nothing can be uploaded here: pastes are published in Telegram.\n"


def without_uploads(application: Handler) -> Handler:
    """A body of unknown length is not read either, and ends the connection."""

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        if (request.content_length or 0) > _LARGEST:
            return refusal(web.HTTPRequestEntityTooLarge.status_code, _WORDS)
        return await application(request)

    return handle
