"""Reading speed in a database of a million pastes, compared with one of a thousand."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

import asyncpg
from yarl import URL

from benchmarks.bulk_pastes import add_pastes
from benchmarks.load import load
from benchmarks.measuring import best_of_rounds
from benchmarks.publishing import open_publisher
from benchmarks.sample import sample
from benchmarks.servers import Servers, environment, make_tables
from benchmarks.table import Line, Row
from benchmarks.viewer import viewer
from local.ports import free_port

_FEW: Final = 1_000
_MANY: Final = 1_000_000
_PAGES_READ: Final = 1_000
_GOAL: Final = 0.9  # of the rate with few pastes
_REDIS_DATABASES: Final = {_FEW: 1, _MANY: 2}  # 0 is that of the other benchmarks


@dataclass(frozen=True, slots=True)
class _Urls:
    """URLs of a hot page, and of many pages at a viewer without Redis, which caches none of them."""

    hot: str
    cold: list[str]


async def measure(servers: Servers) -> list[Line]:
    async with AsyncExitStack() as stack:
        few, many = [
            await stack.enter_async_context(_urls_among(servers, pastes)) for pastes in (_FEW, _MANY)
        ]
        hot = await best_of_rounds([partial(load, urls.hot) for urls in (many, few)])
        cold = await best_of_rounds([partial(load, *urls.cold) for urls in (many, few)])
    return [
        Row(
            f"{what} among {_MANY:,} pastes",
            "/s",
            large.rate,
            f"among {_FEW:,}",
            small.rate,
            at_least=_GOAL,
        )
        for what, (large, small) in {"Hot page": hot, "Page in neither, without Redis,": cold}.items()
    ]


@asynccontextmanager
async def _urls_among(servers: Servers, pastes: int) -> AsyncIterator[_Urls]:
    name = f"grown_{pastes}"
    connection = await asyncpg.connect(servers.database_url)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    own = Servers(
        str(URL(servers.database_url).with_path(f"/{name}")),
        # Databases of their own, so that neither viewer finds the other's pages.
        str(URL(servers.redis_url).with_path(f"/{_REDIS_DATABASES[pastes]}")),
        servers.storage_url,
    )
    nowhere = f"redis://127.0.0.1:{free_port()}/0"
    async with AsyncExitStack() as stack:
        with environment(DATABASE_URL=own.database_url, REDIS_URL=own.redis_url):
            await make_tables()
            publisher = await stack.enter_async_context(open_publisher(own))
            ours = await stack.enter_async_context(viewer())
            with environment(REDIS_URL=nowhere):
                alone = await stack.enter_async_context(viewer())
        post = await publisher.publish(sample(0))
        await ours.body_of(f"{ours.origin}/{post.url}")
        connection = await asyncpg.connect(own.database_url)
        paths = await add_pastes(connection, post.url, pastes, _PAGES_READ)
        await connection.close()
        yield _Urls(f"{ours.origin}/{post.url}", [alone.origin + path for path in paths])
