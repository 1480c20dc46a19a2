"""`/{username}/{slug}/raw` and `/download`: a paste's exact bytes."""

from aiohttp import ETag, hdrs, web

from web_viewer.addresses import paste_in
from web_viewer.answers import ALWAYS_ASK, has_already, not_modified
from web_viewer.file_names import attachment
from web_viewer.rooms import open_rooms
from web_viewer.security import RAW_HEADERS

_HEADERS = {hdrs.CACHE_CONTROL: ALWAYS_ASK, **RAW_HEADERS}


async def show_raw(request: web.Request) -> web.Response:
    async with open_rooms(request.app) as rooms:
        post = await rooms.posts.open(paste_in(request), reader=None)
        tag = ETag(post.sha256)
        if has_already(request, tag):
            return not_modified(tag, _HEADERS)
        content = await rooms.posts.content(post)
    response = web.Response(body=content, headers=_HEADERS, content_type="text/plain", charset="utf-8")
    response.etag = tag
    return response


async def download(request: web.Request) -> web.Response:
    async with open_rooms(request.app) as rooms:
        post = await rooms.posts.open(paste_in(request), reader=None)
        content = await rooms.posts.content(post)
    headers = {**_HEADERS, hdrs.CONTENT_DISPOSITION: attachment(post)}
    return web.Response(body=content, headers=headers, content_type="text/plain", charset="utf-8")
