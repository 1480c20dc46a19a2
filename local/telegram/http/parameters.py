"""Reads the parameters of a call from its query string and its body: JSON, form or multipart."""

import json
from collections.abc import Mapping

from aiogram.types import BufferedInputFile
from aiohttp import BodyPartReader, MultipartReader, web

from local.telegram.errors import BotApiError, bad_request

# Telegram Bot API, "Sending files": bytes, for other files than photos.
UPLOAD_LIMIT = 50 * 1024 * 1024


async def read_parameters(request: web.Request) -> dict[str, object]:
    """Return query and body parameters. Raises BotApiError for a body that cannot be read."""
    parameters: dict[str, object] = dict(request.query)
    try:
        if request.can_read_body:
            parameters |= await _read_body(request)
    except web.HTTPRequestEntityTooLarge as wrong:
        raise BotApiError(413, "Request Entity Too Large") from wrong
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
    """Return the JSON object; an empty body is an empty one. Raises ValueError for other JSON."""
    content = json.loads(body or b"{}")
    if not isinstance(content, dict):
        raise ValueError("not an object")
    return content


async def read_multipart(reader: MultipartReader) -> dict[str, object]:
    """Return the fields, files as aiogram's InputFile. Raises BotApiError (413) over UPLOAD_LIMIT."""
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
                raise BotApiError(413, "Request Entity Too Large")
        if part.filename is None:
            parameters[part.name] = content.decode()
        else:
            parameters[part.name] = BufferedInputFile(bytes(content), part.filename)
    return parameters
