"""`python -m benchmarks.bare_viewer PORT FOLDER`: a bare aiohttp server as the baseline of page speed.

`/fixed/NAME` serves the folder's file of that name from memory, `/redis` a page by one GET, `/postgres` a
page by one SELECT with a text key.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final

import asyncpg
import uvloop
from aiohttp import web

from kernel.redis import connect_redis

KEY: Final = "benchmarks:page"
_SELECT: Final = "SELECT page FROM bare_pages WHERE url = $1"


async def serve(port: int, bodies: Mapping[str, bytes]) -> None:
    redis = connect_redis(os.environ["REDIS_URL"])
    async with asyncpg.create_pool(os.environ["DATABASE_URL"]) as pool:
        app = web.Application()
        app.add_routes([web.get("/redis", _from(lambda: redis.get(KEY)))])
        app.add_routes([web.get("/postgres", _from(lambda: pool.fetchval(_SELECT, KEY)))])
        app.add_routes(web.get(f"/fixed/{name}", _fixed(body)) for name, body in bodies.items())
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def _fixed(page: bytes) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=page, content_type="text/html")

    return answer


def _from(get: Callable[[], Awaitable[Any]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=await get(), content_type="text/html")

    return answer


if __name__ == "__main__":
    files = Path(sys.argv[2]).iterdir()
    uvloop.run(serve(int(sys.argv[1]), {file.name: file.read_bytes() for file in files}))
