"""`python -m benchmarks.bare_viewer PORT PAGE`: a page from memory, or by one Redis GET; nothing else."""

import asyncio
import os
import sys
from pathlib import Path

import uvloop
from aiohttp import web

from kernel.cache import connect_redis


async def serve(port: int, page: bytes) -> None:
    redis = connect_redis(os.environ["REDIS_URL"])

    async def bare(_: web.Request) -> web.Response:
        return web.Response(body=page, content_type="text/html")

    async def cached(_: web.Request) -> web.Response:
        return web.Response(body=await redis.get("benchmarks:page"), content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/bare", bare), web.get("/cached", cached)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), Path(sys.argv[2]).read_bytes()))
