"""People over HTTP, and helpers that all handlers of the chat page's API share."""

import json
from typing import Annotated, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from local.telegram import page_json
from local.telegram.author import Impossible
from local.telegram.http.app_keys import PEOPLE, WORLD
from local.telegram.json_values import is_encodable
from local.telegram.state import Person

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Username = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{3,31}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Za-z]{2,4})?$")]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _NewPerson(Body):
    first_name: Name
    username: Username | None = None
    language_code: Language = "en"


class _PersonChange(Body):
    language_code: Language | None = None
    blocked: bool | None = None


_Read = TypeVar("_Read", bound=BaseModel)


def routes() -> list[web.RouteDef]:
    return [
        web.get("/people", _list_people),
        web.post("/people", _join),
        web.patch("/people/{id}", _change),
    ]


@web.middleware
async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer 400 with a sentence for the page when an action is impossible or a body invalid."""
    try:
        return await handler(request)
    except Impossible as wrong:
        return web.json_response({"error": str(wrong)}, status=400)
    except ValidationError as wrong:
        error = wrong.errors()[0]
        name = ".".join(map(str, error["loc"]))
        return web.json_response({"error": f"{name}: {error['msg']}".removeprefix(": ")}, status=400)


async def read(request: web.Request, form: type[_Read]) -> _Read:
    """Return the parsed body. Raises Impossible or ValidationError."""
    try:
        content = json.loads(await request.read())
    except (ValueError, RecursionError) as wrong:
        raise Impossible("The body is not JSON.") from wrong
    if not is_encodable(content):
        raise Impossible("The text contains half of a surrogate pair.")
    return form.model_validate(content)


def person_of(request: web.Request) -> Person:
    """Return the person of the address. Raises HTTPNotFound."""
    person = request.app[WORLD].state.people.get(number(request.match_info["id"]))
    if person is None:
        raise web.HTTPNotFound(text='{"error": "There is no such person."}', content_type="application/json")
    return person


def number(text: str) -> int:
    """Return the id that the text spells, or -1, which no id is."""
    return int(text) if text.isdecimal() and len(text) < 20 else -1


async def _list_people(request: web.Request) -> web.Response:
    return web.json_response(
        [page_json.person(person) for person in request.app[WORLD].state.people.values()]
    )


async def _join(request: web.Request) -> web.Response:
    body = await read(request, _NewPerson)
    people = request.app[PEOPLE]
    if known := people.named(body.first_name):
        return web.json_response(page_json.person(known))
    person = people.join(body.first_name, body.username, body.language_code)
    return web.json_response(page_json.person(person), status=201)


async def _change(request: web.Request) -> web.Response:
    person = person_of(request)
    body = await read(request, _PersonChange)
    if body.language_code is not None:
        request.app[PEOPLE].set_language(person, body.language_code)
    if body.blocked is not None:
        request.app[PEOPLE].block(person, blocked=body.blocked)
    return web.json_response(page_json.person(person))
