"""`/{username}/{slug}/raw` and `/download`: a paste's exact bytes."""

from aiohttp import ETag, web

from web_viewer.answers import has_already, not_modified
from web_viewer.exact_text import exact_text, raw_headers
from web_viewer.file_names import attachment
from web_viewer.reading import open_lasting_paste
from web_viewer.rooms import open_rooms


async def show_raw(request: web.Request) -> web.Response:
    async with open_rooms(request.app) as rooms:
        post = await open_lasting_paste(request, rooms.posts)
        tag = ETag(post.sha256)
        if has_already(request, tag):
            return not_modified(tag, raw_headers())
        response = exact_text(await rooms.posts.content(post))
    response.etag = tag
    return response


async def download(request: web.Request) -> web.Response:
    async with open_rooms(request.app) as rooms:
        post = await open_lasting_paste(request, rooms.posts)
        return exact_text(await rooms.posts.content(post), attachment(post))
