"""What people do with groups over HTTP, and what the bot's owner sets with BotFather."""

from aiohttp import web
from pydantic import Field

from local.telegram import page_json
from local.telegram.author import Impossible
from local.telegram.http.app_keys import GROUPS, WORLD
from local.telegram.http.people_api import Body, number, person_of, read
from local.telegram.state import Group


class _Founded(Body):
    title: str
    people: list[int] = Field(default_factory=list)
    supergroup: bool = True


class _Added(Body):
    """`user_id` of a person or of the bot."""

    user_id: int


class _Promoted(Body):
    rights: list[str]
    anonymous: bool = False


class _Bot(Body):
    privacy_mode: bool | None = None
    inline_feedback: bool | None = None


_MEMBER = "/people/{id}/groups/{group_id:-\\d{1,20}}/members"


def routes() -> list[web.RouteDef]:
    return [
        web.post("/people/{id}/groups", _found),
        web.post(_MEMBER, _add),
        web.delete(_MEMBER + "/{user_id}", _remove),
        web.patch(_MEMBER + "/{user_id}", _promote),
        web.patch("/bot", _change_bot),
    ]


async def _found(request: web.Request) -> web.Response:
    creator = person_of(request)
    asked = await read(request, _Founded)
    world = request.app[WORLD]
    others = [world.state.people[user_id] for user_id in asked.people if user_id in world.state.people]
    group = request.app[GROUPS].make(creator, asked.title, others, supergroup=asked.supergroup)
    if world.bot["id"] in asked.people:
        request.app[GROUPS].add(group, creator, world.bot["id"])
    return _shown(request, group, 201)


async def _add(request: web.Request) -> web.Response:
    asked = await read(request, _Added)
    world = request.app[WORLD]
    if asked.user_id != world.bot["id"] and asked.user_id not in world.state.people:
        raise Impossible("There is nobody to add.")
    group = _group(request)
    request.app[GROUPS].add(group, person_of(request), asked.user_id)
    return _shown(request, group, 201)


async def _remove(request: web.Request) -> web.Response:
    group = _group(request)
    request.app[GROUPS].remove(group, person_of(request), number(request.match_info["user_id"]))
    return _shown(request, group)


async def _promote(request: web.Request) -> web.Response:
    asked = await read(request, _Promoted)
    group = _group(request)
    user_id = number(request.match_info["user_id"])
    groups = request.app[GROUPS]
    groups.promote(group, person_of(request), user_id, asked.rights, anonymous=asked.anonymous)
    return _shown(request, group)


async def _change_bot(request: web.Request) -> web.Response:
    asked = await read(request, _Bot)
    world = request.app[WORLD]
    if asked.privacy_mode is not None:
        world.state.privacy_mode = asked.privacy_mode
    if asked.inline_feedback is not None:
        world.state.inline_feedback = asked.inline_feedback
    world.touch()
    return web.json_response(page_json.bot_settings(world.state))


def _group(request: web.Request) -> Group:
    group = request.app[WORLD].state.groups.get(int(request.match_info["group_id"]))
    if group is None:
        raise web.HTTPNotFound(text='{"error": "There is no such group."}', content_type="application/json")
    return group


def _shown(request: web.Request, group: Group, status: int = 200) -> web.Response:
    world = request.app[WORLD]
    return web.json_response(page_json.group(world.state, world.bot, group), status=status)
