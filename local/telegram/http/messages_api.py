"""A person's actions in a chat, over HTTP: `?chat=` names a group, else it is the chat with the bot."""

from aiohttp import web

from local.telegram.author import Impossible
from local.telegram.http.app_keys import PEOPLE, WORLD
from local.telegram.http.people_api import Body, number, person_of, read
from local.telegram.participant import Participant
from local.telegram.state import Group, Kind, Message
from local.telegram.text.formatted import Formatted
from local.telegram.text.markup import read_markup


class _Text(Body):
    """With `markup`, formatting such as `**bold**` in the text becomes entities."""

    text: str
    markup: bool = False
    reply_to_message_id: int | None = None

    @property
    def content(self) -> Formatted:
        return read_markup(self.text) if self.markup else Formatted(self.text)


class _Sticker(Body):
    kind: Kind


class _Press(Body):
    message_id: int
    row: int
    column: int


class _MessageId(Body):
    chat_id: int
    message_id: int


class _Forward(Body):
    messages: list[_MessageId]


def routes() -> list[web.RouteDef]:
    return [
        web.post("/people/{id}/messages", _say),
        web.patch("/people/{id}/messages/{message_id}", _edit),
        web.post("/people/{id}/stickers", _send_kind),
        web.post("/people/{id}/presses", _press),
        web.post("/people/{id}/forwards", _forward),
    ]


def group_of(request: web.Request) -> Group | None:
    """Return the group that the query string names. Raises Impossible for one the person is not in."""
    if (wanted := request.query.get("chat")) is None:
        return None
    group = request.app[WORLD].state.groups.get(-number(wanted.removeprefix("-")))
    if group is None or person_of(request).id not in group.present:
        raise Impossible("You're not in this group.")
    return group


def participant_of(request: web.Request) -> Participant:
    return request.app[PEOPLE].participant(person_of(request), group_of(request))


def ids(messages: list[Message]) -> list[int]:
    return [message.message_id for message in messages]


async def _say(request: web.Request) -> web.Response:
    participant = participant_of(request)
    body = await read(request, _Text)
    return web.json_response(ids(participant.say(body.content, body.reply_to_message_id)), status=201)


async def _edit(request: web.Request) -> web.Response:
    participant = participant_of(request)
    body = await read(request, _Text)
    message = participant.edit(number(request.match_info["message_id"]), body.content)
    return web.json_response(ids([message]))


async def _send_kind(request: web.Request) -> web.Response:
    participant = participant_of(request)
    body = await read(request, _Sticker)
    return web.json_response(ids([participant.send_kind(body.kind)]), status=201)


async def _press(request: web.Request) -> web.Response:
    participant = participant_of(request)
    body = await read(request, _Press)
    query_id = participant.press(body.message_id, body.row, body.column)
    return web.json_response({"callback_query_id": query_id}, status=202)


async def _forward(request: web.Request) -> web.Response:
    """Forward messages of any chat that the person sees to the chat of the address."""
    participant = participant_of(request)
    body = await read(request, _Forward)
    originals = [_original(request, place) for place in body.messages]
    return web.json_response(ids(participant.forward(originals)), status=201)


def _original(request: web.Request, place: _MessageId) -> Message:
    state, person = request.app[WORLD].state, person_of(request)
    seen = {person.id, *(group.id for group in state.groups_of(person))}
    message = state.messages.get(place.chat_id, {}).get(place.message_id)
    if place.chat_id not in seen or message is None:
        raise Impossible("There is no such message to forward.")
    return message
