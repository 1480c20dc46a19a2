"""A viewer with many pastes, and a bare server with the same pages as the baseline."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg
from redis.asyncio import Redis

from benchmarks.bare_viewer import KEY
from benchmarks.bulk_pastes import add_pastes
from benchmarks.processes import running
from benchmarks.publishing import Publisher
from benchmarks.sample import sample
from benchmarks.servers import Servers
from benchmarks.viewer import Viewer, viewer
from local.ports import free_port

_LARGE_BYTES: Final = 1_000_000
# More than a process caches, so that each is evicted before its next request, and more than are requested in
# one measurement.
_MANY: Final = 16_000


@dataclass(frozen=True, slots=True)
class Setup:
    """URLs of a hot page, of its raw text, of a page of 1 MB, and of many more pages; `bare` is an origin."""

    servers: Servers
    viewer: Viewer
    bare: str
    page: str
    raw: str
    large: str
    many: Sequence[str]


@asynccontextmanager
async def open_viewer_setup(servers: Servers, publisher: Publisher, folder: Path) -> AsyncIterator[Setup]:
    post = await publisher.publish(sample(0))
    async with viewer() as ours:
        page, raw = f"{ours.origin}/{post.url}", f"{ours.origin}/{post.url}/raw"
        large = f"{ours.origin}/{(await publisher.publish(sample(0, _LARGE_BYTES))).url}"
        bodies = {
            "page": await ours.body_of(page),
            "raw": await ours.body_of(raw),
            "large": await ours.body_of(large),
        }
        connection = await asyncpg.connect(servers.database_url)
        many = [ours.origin + path for path in await add_pastes(connection, post.url, _MANY, _MANY)]
        await connection.close()
        async with _bare_viewer(servers, folder / "bodies", bodies, bodies["page"]) as bare:
            yield Setup(servers, ours, bare, page, raw, large, many)


@asynccontextmanager
async def _bare_viewer(
    servers: Servers, folder: Path, bodies: Mapping[str, bytes], page: bytes
) -> AsyncIterator[str]:
    """Start a bare server; yield its origin.

    It serves `bodies` by their names under `/fixed/`, and `page` at `/redis` and `/postgres`.
    """
    await asyncio.to_thread(_write, folder, bodies)
    await _store_page(servers, page)
    port = free_port()
    async with running("-m", "benchmarks.bare_viewer", str(port), str(folder)):
        yield f"http://127.0.0.1:{port}"


async def _store_page(servers: Servers, page: bytes) -> None:
    async with Redis.from_url(servers.redis_url) as redis:
        await redis.set(KEY, page)
    connection = await asyncpg.connect(servers.database_url)
    await connection.execute("CREATE TABLE IF NOT EXISTS bare_pages (url text PRIMARY KEY, page bytea)")
    await connection.execute("INSERT INTO bare_pages VALUES ($1, $2) ON CONFLICT DO NOTHING", KEY, page)
    await connection.close()


def _write(folder: Path, bodies: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, body in bodies.items():
        (folder / name).write_bytes(body)
