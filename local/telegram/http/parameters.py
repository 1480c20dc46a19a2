"""The parameters of a call, from its address and from its body: JSON, a form or multipart."""

import json
from collections.abc import Mapping

from aiogram.types import BufferedInputFile
from aiohttp import BodyPartReader, MultipartReader, web

from local.telegram.errors import Refused, bad_request

# Telegram Bot API, "Sending files": 50 MB for other files than photos.
UPLOAD_LIMIT = 50 * 1024 * 1024


async def read_parameters(request: web.Request) -> dict[str, object]:
    """Raises Refused for a body that cannot be read."""
    parameters: dict[str, object] = dict(request.query)
    try:
        if request.can_read_body:
            parameters |= await _read_body(request)
    except web.HTTPRequestEntityTooLarge as wrong:
        raise Refused(413, "Request Entity Too Large") from wrong
    except (ValueError, RecursionError) as wrong:
        raise bad_request("can't parse the request's body") from wrong
    return parameters


async def _read_body(request: web.Request) -> Mapping[str, object]:
    match request.content_type:
        case "application/json":
            return read_json(await request.read())
        case "application/x-www-form-urlencoded":
            return {name: str(value) for name, value in (await request.post()).items()}
        case "multipart/form-data":
            return await read_multipart(await request.multipart())
        case _:
            return {}


def read_json(body: bytes) -> dict[str, object]:
    """Raises ValueError for anything but a JSON object."""
    content = json.loads(body or b"{}")
    if not isinstance(content, dict):
        raise ValueError("not an object")
    return content


async def read_multipart(reader: MultipartReader) -> dict[str, object]:
    """Files come as aiogram's InputFile; raises Refused (413) past Telegram's limit."""
    parameters: dict[str, object] = {}
    size = 0
    async for part in reader:
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytearray()
        while chunk := await part.read_chunk(1 << 16):
            content += chunk
            size += len(chunk)
            if size > UPLOAD_LIMIT:
                raise Refused(413, "Request Entity Too Large")
        if part.filename is None:
            parameters[part.name] = content.decode()
        else:
            parameters[part.name] = BufferedInputFile(bytes(content), part.filename)
    return parameters
