"""The servers behind what is measured: embedded ones in a folder that is thrown away."""

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
    """With all tables and nothing in them; every process that is started meanwhile finds it."""
    async with EmbeddedPostgres(folder / "postgres") as postgres, EmbeddedRedis(folder / "redis") as redis:
        servers = Servers(postgres.url, redis.url, f"file://{folder}/files")
        # What is measured is no machine that has too little memory.
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
    """In the database that the environment names."""
    prepared = await run_command(sys.executable, "-m", "local.preparation")
    if not prepared.succeeded:
        raise CannotRun(prepared.output)


@contextmanager
def environment(**settings: str) -> Iterator[None]:
    """For whatever is started meanwhile."""
    before = dict(os.environ)
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def forget_settings(folder: Path) -> None:
    """Whatever is set here decides nothing: neither the environment nor a `.env`."""
    fields = {name for group in Settings.__subclasses__() for name in group.model_fields}
    for name in [name for name in os.environ if name.lower() in fields]:
        del os.environ[name]
    os.environ["PYTHONPATH"] = str(PROJECT)
    os.chdir(folder)
