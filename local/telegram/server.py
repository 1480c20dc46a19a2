"""The web server of the local Telegram: routes, start and stop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from types import TracebackType
from typing import Self

from aiohttp import web

from local.telegram.dispatch import execute
from local.telegram.groups import Groups
from local.telegram.http import (
    bot_api,
    event_stream,
    fault_api,
    group_api,
    inline_api,
    messages_api,
    page_files,
    people_api,
)
from local.telegram.http.app_keys import GROUPS, PEOPLE, WORLD
from local.telegram.http.guard import add_headers, guard
from local.telegram.http.parameters import UPLOAD_LIMIT
from local.telegram.people import People
from local.telegram.webhook import WebhookSender
from local.telegram.world import World

_PARTS = (bot_api, fault_api, group_api, inline_api, page_files, people_api, event_stream, messages_api)
# For calls in progress when the server stops.
_SHUTDOWN_SECONDS = 0.5
# Room for the fields beside the file.
_BODY_LIMIT = UPLOAD_LIMIT + (1 << 20)


def application(world: World) -> web.Application:
    app = web.Application(middlewares=[guard, people_api.explain], client_max_size=_BODY_LIMIT)
    app[WORLD] = world
    app[PEOPLE] = People(world)
    app[GROUPS] = Groups(world)
    for part in _PARTS:
        app.add_routes(part.routes())
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(_end_waiting_requests)
    app.cleanup_ctx.extend([_save_state, _deliver])
    return app


async def _end_waiting_requests(app: web.Application) -> None:
    """End event streams and long polls, so that they do not delay the stop."""
    app[WORLD].events.close()
    app[WORLD].updates.close()


async def _save_state(app: web.Application) -> AsyncIterator[None]:
    world = app[WORLD]
    if world.snapshot is None:
        yield
    else:
        saving = asyncio.create_task(world.snapshot.save_changes(world.state))
        yield
        saving.cancel()
        with suppress(asyncio.CancelledError):
            await saving
        world.snapshot.finish(world.state)
    world.files.close()


async def _deliver(app: web.Application) -> AsyncIterator[None]:
    sender = WebhookSender(app[WORLD], execute)
    app[WORLD].updates.push_delivery = sender
    sender.restart()
    yield
    app[WORLD].updates.push_delivery = None
    await sender.close()


class TelegramServer:
    """The server of the local Telegram. `port` 0 takes a free one; `url` is available after the start."""

    def __init__(self, world: World, host: str = "127.0.0.1", port: int = 0) -> None:
        self.world = world
        self._host = host
        self._port = port
        self._runner = web.AppRunner(
            application(world),
            access_log=None,
            handler_cancellation=True,
            shutdown_timeout=_SHUTDOWN_SECONDS,
        )

    @property
    def people(self) -> People:
        return self._runner.app[PEOPLE]

    @property
    def groups(self) -> Groups:
        return self._runner.app[GROUPS]

    @property
    def url(self) -> str:
        port = self._runner.addresses[0][1]
        return f"http://{self._host}:{port}"

    async def start(self) -> None:
        """Start to listen. Raises OSError when the port cannot be used."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError:
            await self.stop()
            raise

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.stop()
