"""Files over HTTP: what people upload and open, and the chat page itself."""

import asyncio
from pathlib import Path
from urllib.parse import quote

from aiohttp import BodyPartReader, MultipartReader, web

from local.telegram.http.keys import PEOPLE, WORLD
from local.telegram.http.people_api import person_of
from local.telegram.seat import Impossible
from local.telegram.text.formatted import Formatted

_PAGE = Path(__file__).parents[1] / "page"
_CHUNK = 1 << 18


def routes() -> list[web.RouteDef]:
    return [
        web.get("/", _index),
        web.get("/static/{name:[A-Za-z0-9_.-]+}", _static),
        web.post("/people/{id}/files", _send_file),
        web.get("/people/{id}/files/{file_id}", _open_file),
    ]


async def _index(_request: web.Request) -> web.StreamResponse:
    return _page_file("index.html")


async def _static(request: web.Request) -> web.StreamResponse:
    return _page_file(request.match_info["name"])


def _page_file(name: str) -> web.StreamResponse:
    path = _PAGE / name
    if name.startswith(".") or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})


async def _send_file(request: web.Request) -> web.Response:
    person = person_of(request)
    draft = request.app[WORLD].files.draft()
    try:
        name, caption = await _receive(await request.multipart(), draft)
        message = request.app[PEOPLE].talk(person).send_file(name, draft, Formatted(caption))
    finally:
        draft.unlink(missing_ok=True)
    return web.json_response([message.message_id], status=201)


async def _receive(reader: MultipartReader, draft: Path) -> tuple[str, str]:
    """The file's name and its caption; the file may be of any size, it goes to the disk piece by piece."""
    name, caption = "", ""
    async for part in reader:
        if isinstance(part, BodyPartReader) and part.name == "file":
            name = part.filename or "file"
            with draft.open("wb") as target:
                while chunk := await part.read_chunk(_CHUNK):
                    await asyncio.to_thread(target.write, chunk)
        elif isinstance(part, BodyPartReader) and part.name == "caption":
            caption = await part.text()
    if not name:
        raise Impossible("There is no file.")
    return name, caption


async def _open_file(request: web.Request) -> web.StreamResponse:
    person_of(request)
    world = request.app[WORLD]
    file = world.state.files.get(request.match_info["file_id"])
    if file is None:
        raise web.HTTPNotFound(text='{"error": "There is no such file."}', content_type="application/json")
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
    }
    return web.FileResponse(world.files.place(file), headers=headers)
