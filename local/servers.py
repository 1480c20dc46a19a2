"""The servers of this installation for a command: those that are set, or the embedded ones of `make run`."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

from kernel.settings import DatabaseSettings, RedisSettings, SecretSettings, StorageSettings
from kernel.storage import Storage
from local.errors import CannotRun
from local.lock import lock_folder
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from local.secrets_file import local_secrets
from local.settings import LocalSettings, names_that_are_set, read_checked

# A large file on a slow disk; a command has time.
_STORAGE_BUDGET_SECONDS: Final = 60.0


@asynccontextmanager
async def database(*, may_run: bool) -> AsyncIterator[str]:
    """Yield the address of Postgres; an embedded one is started if need be.

    Raises CannotRun, also if the embedded one is in use and may not be.
    """
    if "DATABASE_URL" in names_that_are_set():
        yield read_checked(DatabaseSettings).database_url
        return
    async with _embedded(EmbeddedPostgres(_folder() / "postgres"), may_run=may_run) as (url,):
        yield url


@asynccontextmanager
async def database_and_redis() -> AsyncIterator[tuple[str, str]]:
    """Yield the addresses of Postgres and Redis; embedded ones are started if need be.

    Raises CannotRun, also where there is no embedded database yet.
    """
    given, postgres = names_that_are_set(), EmbeddedPostgres(_folder() / "postgres")
    if "DATABASE_URL" not in given and not postgres.data.exists():
        raise CannotRun(f"There is no data in {_folder()}: start Postebin with `make run` first.")
    embedded: dict[str, EmbeddedPostgres | EmbeddedRedis] = {
        "DATABASE_URL": postgres,
        "REDIS_URL": EmbeddedRedis(_folder() / "redis"),
    }
    missing = {name: server for name, server in embedded.items() if name not in given}
    async with _embedded(*missing.values(), may_run=True) as urls:
        known = dict(zip(missing, urls, strict=True))
        yield (
            known.get("DATABASE_URL") or read_checked(DatabaseSettings).database_url,
            known.get("REDIS_URL") or read_checked(RedisSettings).redis_url,
        )


def storage() -> Storage:
    """Return the storage. Raises CannotRun."""
    if "STORAGE_URL" in names_that_are_set():
        return Storage(read_checked(StorageSettings).storage_url, _STORAGE_BUDGET_SECONDS)
    return Storage(f"file://{_folder()}/files", _STORAGE_BUDGET_SECONDS)


def secrets() -> SecretSettings:
    """Return the secrets. Raises CannotRun."""
    if "SECRET_KEY" in names_that_are_set():
        return read_checked(SecretSettings)
    return SecretSettings.model_validate({"secret_key": local_secrets(_folder()).secret_key})


@asynccontextmanager
async def _embedded(
    *servers: EmbeddedPostgres | EmbeddedRedis, may_run: bool
) -> AsyncIterator[tuple[str, ...]]:
    async with AsyncExitStack() as stack:
        try:
            if servers:
                stack.enter_context(lock_folder(_folder()))
        except CannotRun:
            if not may_run:
                raise
            yield tuple(server.url_of_running() for server in servers)
        else:
            yield tuple([(await stack.enter_async_context(server)).url for server in servers])


def _folder() -> Path:
    return read_checked(LocalSettings).data_dir.resolve()
