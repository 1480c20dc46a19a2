"""Groups over HTTP, and the settings that a bot's owner changes with BotFather."""

from aiohttp import web
from pydantic import Field

from local.telegram import page_json
from local.telegram.author import Impossible
from local.telegram.http.app_keys import GROUPS, WORLD
from local.telegram.http.people_api import Body, number, person_of, read
from local.telegram.state import Group


class _NewGroup(Body):
    title: str
    people: list[int] = Field(default_factory=list)
    supergroup: bool = True


class _NewMember(Body):
    """`user_id` is a person's or the bot's."""

    user_id: int


class _Promotion(Body):
    rights: list[str]
    anonymous: bool = False


class _BotSettings(Body):
    privacy_mode: bool | None = None
    inline_feedback: bool | None = None


_MEMBER = "/people/{id}/groups/{group_id:-\\d{1,20}}/members"


def routes() -> list[web.RouteDef]:
    return [
        web.post("/people/{id}/groups", _create),
        web.post(_MEMBER, _add),
        web.delete(_MEMBER + "/{user_id}", _remove),
        web.patch(_MEMBER + "/{user_id}", _promote),
        web.patch("/bot", _change_bot),
    ]


async def _create(request: web.Request) -> web.Response:
    creator = person_of(request)
    body = await read(request, _NewGroup)
    world = request.app[WORLD]
    others = [world.state.people[user_id] for user_id in body.people if user_id in world.state.people]
    group = request.app[GROUPS].create(creator, body.title, others, supergroup=body.supergroup)
    if world.bot["id"] in body.people:
        request.app[GROUPS].add(group, creator, world.bot["id"])
    return _group_response(request, group, 201)


async def _add(request: web.Request) -> web.Response:
    body = await read(request, _NewMember)
    world = request.app[WORLD]
    if body.user_id != world.bot["id"] and body.user_id not in world.state.people:
        raise Impossible("There is no such person to add.")
    group = _group(request)
    request.app[GROUPS].add(group, person_of(request), body.user_id)
    return _group_response(request, group, 201)


async def _remove(request: web.Request) -> web.Response:
    group = _group(request)
    request.app[GROUPS].remove(group, person_of(request), number(request.match_info["user_id"]))
    return _group_response(request, group)


async def _promote(request: web.Request) -> web.Response:
    body = await read(request, _Promotion)
    group = _group(request)
    user_id = number(request.match_info["user_id"])
    groups = request.app[GROUPS]
    groups.promote(group, person_of(request), user_id, body.rights, anonymous=body.anonymous)
    return _group_response(request, group)


async def _change_bot(request: web.Request) -> web.Response:
    body = await read(request, _BotSettings)
    world = request.app[WORLD]
    if body.privacy_mode is not None:
        world.state.privacy_mode = body.privacy_mode
    if body.inline_feedback is not None:
        world.state.inline_feedback = body.inline_feedback
    world.touch()
    return web.json_response(page_json.bot_settings(world.state))


def _group(request: web.Request) -> Group:
    group = request.app[WORLD].state.groups.get(int(request.match_info["group_id"]))
    if group is None:
        raise web.HTTPNotFound(text='{"error": "There is no such group."}', content_type="application/json")
    return group


def _group_response(request: web.Request, group: Group, status: int = 200) -> web.Response:
    world = request.app[WORLD]
    return web.json_response(page_json.group(world.state, world.bot, group), status=status)
