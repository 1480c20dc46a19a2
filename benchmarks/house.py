"""The servers that are measured: embedded ones in a folder that is thrown away."""

import os
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from kernel.settings import Settings
from local.commands import carry_out
from local.errors import CannotRun
from local.ports import free_port
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from local.service import Service

PROJECT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class House:
    """`web_port` is free until somebody listens."""

    database_url: str
    redis_url: str
    storage_url: str
    web_port: int


@asynccontextmanager
async def open_house(folder: Path) -> AsyncIterator[House]:
    """With all tables and nothing in them; every process that is started meanwhile finds it."""
    async with EmbeddedPostgres(folder / "postgres") as postgres, EmbeddedRedis(folder / "redis") as redis:
        house = House(postgres.url, redis.url, f"file://{folder}/files", free_port())
        os.environ.update(
            DATABASE_URL=house.database_url,
            REDIS_URL=house.redis_url,
            STORAGE_URL=house.storage_url,
            WEB_PORT=str(house.web_port),
            SECRET_KEY=secrets.token_urlsafe(32),
        )
        prepared = await carry_out(sys.executable, "-m", "local.preparation")
        if not prepared.succeeded:
            raise CannotRun(prepared.output)
        yield house


@asynccontextmanager
async def running(*arguments: str) -> AsyncIterator[None]:
    """A Python process that says `ready`."""
    service = Service(arguments[-1], *arguments, show=lambda *_: None)
    await service.start()
    try:
        yield
    finally:
        await service.stop()


def forget_settings(folder: Path) -> None:
    """Whatever is set here decides nothing: neither the environment nor a `.env`."""
    fields = {name for group in Settings.__subclasses__() for name in group.model_fields}
    for name in [name for name in os.environ if name.lower() in fields]:
        del os.environ[name]
    os.environ["PYTHONPATH"] = str(PROJECT)
    os.chdir(folder)
