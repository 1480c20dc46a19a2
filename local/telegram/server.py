"""The local Telegram as a web server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from types import TracebackType
from typing import Self

from aiohttp import web

from local.telegram.dispatch import carry_out
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
from local.telegram.webhook import Postman
from local.telegram.world import World

_PARTS = (bot_api, fault_api, group_api, inline_api, page_files, people_api, event_stream, messages_api)
# Seconds that calls under way are given when the server stops.
_LAST_CALLS = 0.5
# A form has more to it than its file.
_BODY_LIMIT = UPLOAD_LIMIT + (1 << 20)


def application(world: World) -> web.Application:
    app = web.Application(middlewares=[guard, people_api.explain], client_max_size=_BODY_LIMIT)
    app[WORLD] = world
    app[PEOPLE] = People(world)
    app[GROUPS] = Groups(world)
    for part in _PARTS:
        app.add_routes(part.routes())
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(_let_go)
    app.cleanup_ctx.extend([_keep_state, _deliver])
    return app


async def _let_go(app: web.Application) -> None:
    """Streams and long polls do not hold up the stop."""
    app[WORLD].events.close()
    app[WORLD].updates.close()


async def _keep_state(app: web.Application) -> AsyncIterator[None]:
    world = app[WORLD]
    if world.snapshot is None:
        yield
    else:
        keeping = asyncio.create_task(world.snapshot.keep(world.state))
        yield
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
        world.snapshot.finish(world.state)
    world.files.close()


async def _deliver(app: web.Application) -> AsyncIterator[None]:
    postman = Postman(app[WORLD], carry_out)
    app[WORLD].updates.taker = postman
    postman.renew()
    yield
    app[WORLD].updates.taker = None
    await postman.close()


class TelegramServer:
    """`port` 0 takes a free one; `url` is known once the server has started."""

    def __init__(self, world: World, host: str = "127.0.0.1", port: int = 0) -> None:
        self.world = world
        self._host = host
        self._port = port
        self._runner = web.AppRunner(
            application(world), access_log=None, handler_cancellation=True, shutdown_timeout=_LAST_CALLS
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
        """Raises OSError when the port cannot be had."""
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
