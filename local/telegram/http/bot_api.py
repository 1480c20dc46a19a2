"""The Bot API over HTTP: method calls and file downloads, with the injected faults."""

import asyncio
import secrets
from contextlib import suppress

from aiohttp import web

from local.telegram.dispatch import execute
from local.telegram.errors import BotApiError, not_found, too_many_requests, unauthorized
from local.telegram.faults import DOWNLOAD, Fault, Trouble
from local.telegram.http.app_keys import WORLD
from local.telegram.http.parameters import read_parameters
from local.telegram.json_values import Json
from local.telegram.methods.documents import DOWNLOAD_LIMIT
from local.telegram.world import World

_DESCRIPTIONS = {"setwebhook": "Webhook was set", "deletewebhook": "Webhook was deleted"}


def routes() -> list[web.RouteDef]:
    return [
        web.get("/file/bot{token}/{path:.+}", _download, allow_head=False),
        web.route("*", "/bot{token}/{method}", _call),
    ]


async def _call(request: web.Request) -> web.StreamResponse:
    world = request.app[WORLD]
    try:
        _check_token(world, request)
        method = request.match_info["method"]
        fault = world.faults.take(method)
        if fault is not None:
            await _apply(request, fault)
        result = await execute(world, method, await read_parameters(request))
        if fault is not None and fault.trouble is Trouble.DROP_ANSWER:
            _drop(request)
    except BotApiError as refused:
        return web.json_response(refused.body(), status=refused.code, headers=_retry_header(refused))
    answer: Json = {"ok": True, "result": result}
    if description := _DESCRIPTIONS.get(method.lower()):
        answer["description"] = description
    return web.json_response(answer)


def _check_token(world: World, request: web.Request) -> None:
    if not secrets.compare_digest(request.match_info["token"].encode(), world.token.encode()):
        raise unauthorized()


def _retry_header(refused: BotApiError) -> dict[str, str]:
    return {} if refused.retry_after is None else {"Retry-After": str(refused.retry_after)}


async def _apply(request: web.Request, fault: Fault) -> None:
    """Raise the error of a fault, or wait; DROP_ANSWER has its effect after the call."""
    match fault.trouble:
        case Trouble.TOO_MANY_REQUESTS:
            raise too_many_requests(max(1, round(fault.seconds)))
        case Trouble.SERVER_ERROR:
            raise BotApiError(500, "Internal Server Error")
        case Trouble.BAD_GATEWAY:
            raise BotApiError(502, "Bad Gateway")
        case Trouble.NO_JSON:
            raise web.HTTPOk(text="<html>Welcome</html>", content_type="text/html")
        case Trouble.SLOW:
            with suppress(TimeoutError):
                await asyncio.wait_for(fault.over.wait(), fault.seconds)
        case Trouble.DROP:
            _drop(request)
        case Trouble.DROP_ANSWER:
            pass


def _drop(request: web.Request) -> None:
    """Reset the connection without a response."""
    if request.transport is not None:
        request.transport.abort()
    raise asyncio.CancelledError


async def _download(request: web.Request) -> web.StreamResponse:
    world = request.app[WORLD]
    try:
        _check_token(world, request)
        if (fault := world.faults.take(DOWNLOAD)) is not None:
            await _apply(request, fault)
        path = request.match_info["path"]
        file = next((file for file in world.state.files.values() if file.path == path), None)
        if file is None or file.size > DOWNLOAD_LIMIT:
            raise not_found()
    except BotApiError as refused:
        return web.json_response(refused.body(), status=refused.code)
    return web.FileResponse(world.files.path_of(file), headers={"Content-Type": "application/octet-stream"})
