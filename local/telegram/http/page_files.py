"""The chat page's own files, and the files that people upload and open."""

import asyncio
from pathlib import Path
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from local.telegram.http.app_keys import WORLD
from local.telegram.http.messages_api import ids, participant_of
from local.telegram.http.people_api import number, person_of
from local.telegram.participant import NamedFile
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
    """Send one file, or several as an album."""
    participant = participant_of(request)
    uploaded: list[NamedFile] = []
    try:
        caption, reply_to = await _receive(request, uploaded)
        messages = participant.send_album(uploaded, Formatted(caption), reply_to=reply_to)
    finally:
        for _, upload in uploaded:
            if isinstance(upload, Path):
                upload.unlink(missing_ok=True)
    return web.json_response(ids(messages), status=201)


async def _receive(request: web.Request, uploaded: list[NamedFile]) -> tuple[str, int | None]:
    """Return the caption and the id of the replied message; write the files to disk in chunks."""
    fields = {"caption": "", "reply_to_message_id": ""}
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name == "file":
            upload = request.app[WORLD].files.upload_path()
            uploaded.append((part.filename or "file", upload))
            with upload.open("wb") as target:
                while chunk := await part.read_chunk(_CHUNK):
                    await asyncio.to_thread(target.write, chunk)
        elif isinstance(part, BodyPartReader) and part.name in fields:
            fields[part.name] = await part.text()
    reply_to = fields["reply_to_message_id"]
    return fields["caption"], number(reply_to) if reply_to else None


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
    return web.FileResponse(world.files.path_of(file), headers=headers)
