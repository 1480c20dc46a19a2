"""Servers for the whole run, and a clean database for each test."""

from kernel.lean_aiogram import import_lean_aiogram

import_lean_aiogram()

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import cache
from io import StringIO
from pathlib import Path

import alembic.command
import hypothesis
import pytest
from alembic.config import Config
from hypothesis import HealthCheck
from passlib.hash import argon2
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

_PROJECT = Path(__file__).parent.parent

# How long an example takes says more of the machine than of the code, and what fails here fails everywhere.
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


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """Hash passwords in a millisecond; `real_hashes` for tests of what a hash costs."""
    with pytest.MonkeyPatch.context() as changed:
        cheap = argon2.using(rounds=1, memory_cost=8, parallelism=1)
        changed.setattr("auth.passwords.argon2", cheap)
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_tls_context() -> Iterator[None]:
    """Read the certificates of the world once, and not for each client of the local Telegram."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture
def real_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auth.passwords.argon2", argon2)


class UnsyncedPostgres(EmbeddedPostgres):
    """A server that leaves it to the system when to write to the disk."""

    async def _prepare(self) -> Sequence[str]:
        return [*await super()._prepare(), "-c", "fsync=off", "-c", "full_page_writes=off"]


@pytest.fixture(scope="session")
async def postgres(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedPostgres]:
    async with UnsyncedPostgres(tmp_path_factory.mktemp("servers") / "postgres") as server:
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
        await connection.execute(text(_EMPTY_THE_TABLES))
    return session_maker(engine)


# TRUNCATE makes a new file for each table and index, which takes fifteen times as long as to delete a few
# rows. It is left for tables that have grown, by many rows or by many deletions.
_EMPTY_THE_TABLES = """
    DO $$
    DECLARE
        names text[] := ARRAY(
            SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
            WHERE schemaname IN ('auth', 'posts', 'notifier', 'bot')
            AND tablename <> 'installation' -- stores that outlive a test have its id
        );
        name text;
        grown boolean;
    BEGIN
        SELECT bool_or(pg_table_size(one) > 1000000) FROM unnest(names::regclass[]) AS one INTO grown;
        IF grown THEN
            EXECUTE 'TRUNCATE ' || array_to_string(names, ', ') || ' CASCADE';
        ELSE
            SET LOCAL session_replication_role = replica; -- foreign keys need not be looked at
            FOREACH name IN ARRAY names LOOP
                EXECUTE 'DELETE FROM ' || name;
            END LOOP;
        END IF;
        PERFORM setval(format('%I.%I', schemaname, sequencename), 1, false) FROM pg_sequences
            WHERE schemaname IN ('auth', 'posts', 'notifier', 'bot');
    END $$
"""


@pytest.fixture
async def redis(redis_server: EmbeddedRedis) -> AsyncIterator[Redis]:
    """A client of an empty Redis."""
    client = connect_redis(redis_server.url)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture(scope="session")
async def closing() -> AsyncIterator[list[asyncio.Task[None]]]:
    """aiogram takes a quarter of a second to close a session: the next test begins meanwhile."""
    tasks: list[asyncio.Task[None]] = []
    yield tasks
    await asyncio.gather(*tasks)


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(f"file://{tmp_path / 'files'}")


@pytest.fixture
def secrets() -> SecretSettings:
    return SecretSettings(secret_key=SecretStr("a secret key for tests, long enough"))


async def run_alembic(command: str, *arguments: str, database_url: str) -> str:
    """Return what Alembic printed. In this process: another would load for a second what is here."""
    printed = StringIO()
    config = Config(toml_file=_PROJECT / "pyproject.toml", stdout=printed)
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("DATABASE_URL", database_url)
        await asyncio.to_thread(getattr(alembic.command, command), config, *arguments)
    return printed.getvalue()
