"""A person's chats as server-sent events."""

import json
from typing import Any

from aiohttp import web

from local.telegram.http.app_keys import WORLD
from local.telegram.http.people_api import person_of


def routes() -> list[web.RouteDef]:
    return [web.get("/people/{id}/events", _stream)]


async def _stream(request: web.Request) -> web.StreamResponse:
    """Send a snapshot, then each event until the server stops."""
    world = request.app[WORLD]
    person = person_of(request)
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    with world.events.subscription(person.id) as subscription:
        await response.write(_line("snapshot", world.page_snapshot(person)))
        while (event := await subscription.get()) is not None:
            await response.write(_line(event.name, event.data))
    return response


def _line(name: str, data: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
