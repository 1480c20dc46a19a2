"""Inline mode over HTTP, for the chat page: send a query, pick a result, press the button above them."""

from aiohttp import web
from pydantic import Field

from local.telegram.http.app_keys import PEOPLE
from local.telegram.http.messages_api import group_of, ids
from local.telegram.http.people_api import Body, person_of, read
from local.telegram.inline import Inline


class _Query(Body):
    query: str = Field(max_length=256)
    offset: str = ""


class _Pick(Body):
    inline_query_id: str
    result_id: str
    reply_to_message_id: int | None = None


class _ButtonPress(Body):
    inline_query_id: str


def routes() -> list[web.RouteDef]:
    return [
        web.post("/people/{id}/inline_queries", _ask),
        web.post("/people/{id}/inline_picks", _pick),
        web.post("/people/{id}/inline_buttons", _press),
    ]


def _inline_of(request: web.Request) -> Inline:
    return request.app[PEOPLE].inline(person_of(request), group_of(request))


async def _ask(request: web.Request) -> web.Response:
    inline = _inline_of(request)
    body = await read(request, _Query)
    return web.json_response({"inline_query_id": inline.ask(body.query, body.offset)}, status=202)


async def _pick(request: web.Request) -> web.Response:
    inline = _inline_of(request)
    picked = await read(request, _Pick)
    message = inline.pick(picked.inline_query_id, picked.result_id, picked.reply_to_message_id)
    return web.json_response(ids([message]), status=201)


async def _press(request: web.Request) -> web.Response:
    inline = _inline_of(request)
    pressed = await read(request, _ButtonPress)
    return web.json_response(ids([inline.press_button(pressed.inline_query_id)]), status=201)
