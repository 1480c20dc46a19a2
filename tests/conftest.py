"""Servers for the whole run, and a clean database for each test."""

from kernel.lean_aiogram import import_lean_aiogram

import_lean_aiogram()

import os
import sys
from asyncio import create_subprocess_exec
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck
from pydantic import SecretStr
from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from kernel.database import Sessions, connect_database, session_maker
from kernel.logs import configure_logs
from kernel.redis import connect_redis
from kernel.settings import LogSettings, SecretSettings
from kernel.storage import Storage
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from tests.analysts import analysis_workers_end as analysis_workers_end
from tests.patience import PATIENCE

# No deadline, because the machine's load decides it; derandomized, so that a failure is reproducible.
hypothesis.settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def logs() -> None:
    configure_logs(LogSettings(log_format="console"))


@pytest.fixture(scope="session", autouse=True)
def _unhurried_servers() -> Iterator[None]:
    """Give the servers more time to start: one that fails would fail all tests that follow."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr("local.embedded._TIMEOUT_SECONDS", PATIENCE)
        yield


@pytest.fixture(scope="session")
async def postgres(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedPostgres]:
    async with EmbeddedPostgres(tmp_path_factory.mktemp("servers") / "postgres") as server:
        await run_alembic("upgrade", "head", database_url=server.url)
        yield server


@pytest.fixture(scope="session")
async def redis_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedRedis]:
    async with EmbeddedRedis(tmp_path_factory.mktemp("servers") / "redis") as server:
        yield server


@pytest.fixture(scope="session")
async def engine(postgres: EmbeddedPostgres) -> AsyncIterator[AsyncEngine]:
    engine = connect_database(postgres.url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def sessions(engine: AsyncEngine) -> Sessions:
    """Sessions on a database without rows."""
    async with engine.begin() as connection:
        tables = await connection.scalars(text(_OUR_TABLES))
        await connection.execute(text(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE"))
    return session_maker(engine)


_OUR_TABLES = """
    SELECT schemaname || '.' || tablename FROM pg_tables
    WHERE schemaname IN ('auth', 'posts', 'notifier', 'bot')
"""


@pytest.fixture
async def redis(redis_server: EmbeddedRedis) -> AsyncIterator[Redis]:
    """A client of an empty Redis."""
    client = connect_redis(redis_server.url)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(f"file://{tmp_path / 'files'}")


@pytest.fixture
def secrets() -> SecretSettings:
    return SecretSettings(secret_key=SecretStr("a secret key for tests, long enough"))


async def run_alembic(*words: str, database_url: str) -> str:
    """Run Alembic and return its output. Raises AssertionError with the output."""
    process = await create_subprocess_exec(
        *(sys.executable, "-m", "alembic", *words),
        env=os.environ | {"DATABASE_URL": database_url},
        cwd=Path(__file__).parent.parent,
        stdout=-1,
        stderr=-2,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
    return output.decode()
