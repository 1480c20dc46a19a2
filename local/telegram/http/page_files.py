"""Files over HTTP: what people upload and open, and the chat page itself."""

import asyncio
from pathlib import Path
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from local.telegram.http.app_keys import WORLD
from local.telegram.http.messages_api import ids, talk_of
from local.telegram.http.people_api import number, person_of
from local.telegram.participant import Named
from local.telegram.text.formatted import Formatted

_PAGE = Path(__file__).parents[1] / "page"
_CHUNK = 1 << 18


def routes() -> list[web.RouteDef]:
    return [
        web.get("/", _index),
        web.get("/static/{name:[A-Za-z0-9_.-]+}", _static),
        web.post("/people/{id}/files", _send_files),
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


async def _send_files(request: web.Request) -> web.Response:
    """One file, or several as an album."""
    talk = talk_of(request)
    uploaded: list[Named] = []
    try:
        caption, reply_to = await _receive(request, uploaded)
        messages = talk.send_album(uploaded, Formatted(caption), reply_to=reply_to)
    finally:
        for _, draft in uploaded:
            if isinstance(draft, Path):
                draft.unlink(missing_ok=True)
    return web.json_response(ids(messages), status=201)


async def _receive(request: web.Request, uploaded: list[Named]) -> tuple[str, int | None]:
    """The caption, and what is replied to; files of any size go to the disk piece by piece."""
    said = {"caption": "", "reply_to_message_id": ""}
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name == "file":
            draft = request.app[WORLD].files.draft()
            uploaded.append((part.filename or "file", draft))
            with draft.open("wb") as target:
                while chunk := await part.read_chunk(_CHUNK):
                    await asyncio.to_thread(target.write, chunk)
        elif isinstance(part, BodyPartReader) and part.name in said:
            said[part.name] = await part.text()
    replied = said["reply_to_message_id"]
    return said["caption"], number(replied) if replied else None


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
