"""Fault injection over HTTP."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field

from local.telegram.faults import Fault, Trouble
from local.telegram.http.app_keys import WORLD
from local.telegram.http.people_api import Body, read


class _Fault(Body):
    """A fault; with the kind "twice", each of the next `count` updates is delivered twice."""

    kind: Trouble | Literal["twice"]
    method: str | None = None
    count: Annotated[int, Field(ge=1, le=10_000)] = 1
    seconds: Annotated[float, Field(ge=0, le=600)] = 1


def routes() -> list[web.RouteDef]:
    return [web.post("/faults", _add), web.delete("/faults", _clear)]


async def _add(request: web.Request) -> web.Response:
    body = await read(request, _Fault)
    world = request.app[WORLD]
    if body.kind == "twice":
        world.updates.repeat_next(body.count)
    else:
        world.faults.add(Fault(body.kind, body.method, body.count, body.seconds))
    return web.json_response({}, status=201)


async def _clear(request: web.Request) -> web.Response:
    request.app[WORLD].faults.clear()
    return web.json_response({})
