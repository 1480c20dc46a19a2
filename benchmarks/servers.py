"""Embedded Postgres and Redis in a temporary folder, and the environment that names them."""

import os
import secrets
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis.asyncio import Redis

from kernel.settings import Settings
from local.commands import run_command
from local.errors import CannotRun
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis

PROJECT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Servers:
    database_url: str
    redis_url: str
    storage_url: str


@asynccontextmanager
async def open_servers(folder: Path) -> AsyncIterator[Servers]:
    """Start the servers with empty tables; processes started in the block find them in the environment."""
    async with EmbeddedPostgres(folder / "postgres") as postgres, EmbeddedRedis(folder / "redis") as redis:
        servers = Servers(postgres.url, redis.url, f"file://{folder}/files")
        # Evictions would distort the measurements.
        async with Redis.from_url(servers.redis_url) as client:
            await client.config_set("maxmemory", 0)
        settings = {
            "DATABASE_URL": servers.database_url,
            "REDIS_URL": servers.redis_url,
            "STORAGE_URL": servers.storage_url,
            "SECRET_KEY": secrets.token_urlsafe(32),
        }
        with environment(**settings):
            await make_tables()
            yield servers


async def make_tables() -> None:
    """Create the tables in the database that the environment names. Raises CannotRun."""
    prepared = await run_command(sys.executable, "-m", "local.preparation")
    if not prepared.succeeded:
        raise CannotRun(prepared.output)


@contextmanager
def environment(**settings: str) -> Iterator[None]:
    """Set environment variables within the block; other blocks may end in any order."""
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def forget_settings(folder: Path) -> None:
    """Remove Postebin's settings from the environment, and leave the folder of a `.env`."""
    fields = {name for group in Settings.__subclasses__() for name in group.model_fields}
    for name in [name for name in os.environ if name.lower() in fields]:
        del os.environ[name]
    os.environ["PYTHONPATH"] = str(PROJECT)
    os.chdir(folder)
