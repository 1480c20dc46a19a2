"""The bare servers beside which ours stands, in one process of their own."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from redis.asyncio import Redis

from benchmarks.bare_viewer import KEY
from benchmarks.house import House, running
from local.ports import free_port


@asynccontextmanager
async def bare_viewer(
    house: House, folder: Path, bodies: Mapping[str, bytes], page: bytes
) -> AsyncIterator[str]:
    """Its origin. `bodies` by their names under `/fixed/`; `page` is that of `/redis` and `/postgres`."""
    await asyncio.to_thread(_write, folder, bodies)
    await keep(house, page)
    port = free_port()
    async with running("-m", "benchmarks.bare_viewer", str(port), str(folder)):
        yield f"http://127.0.0.1:{port}"


async def keep(house: House, page: bytes) -> None:
    async with Redis.from_url(house.redis_url) as redis:
        await redis.set(KEY, page)
    connection = await asyncpg.connect(house.database_url)
    await connection.execute("CREATE TABLE IF NOT EXISTS bare_pages (url text PRIMARY KEY, page bytea)")
    await connection.execute("INSERT INTO bare_pages VALUES ($1, $2) ON CONFLICT DO NOTHING", KEY, page)
    await connection.close()


def _write(folder: Path, bodies: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, body in bodies.items():
        (folder / name).write_bytes(body)
