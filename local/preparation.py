"""`python -m local.preparation`: check the servers and migrate the database, or exit with one line.

`make run` starts it as a process of its own, before the services.
"""

import asyncio
import sys
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from asyncpg import PostgresError
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from kernel.database import connect_database, session_maker
from kernel.redis import connect_redis
from kernel.settings import DatabaseSettings, RedisSettings, StorageSettings, read_settings
from kernel.storage import Storage, StorageUnavailable
from kernel.versions import TooOld, check_pgbouncer, check_postgres_version, check_redis_version
from local.errors import CannotRun
from posts.files.installation import Installation, WrongStorage

_TIMEOUT_SECONDS: Final = 5.0
_PROJECT: Final = Path(__file__).parent.parent


async def check_redis(url: str) -> None:
    try:
        async with connect_redis(url) as redis:
            await check_redis_version(redis)
    except (OSError, ValueError, RedisError, TooOld) as wrong:
        raise _refusal("REDIS_URL", wrong) from wrong


async def check_postgres(url: str) -> None:
    try:
        engine = connect_database(url)
        async with asyncio.timeout(_TIMEOUT_SECONDS), engine.connect() as one, engine.connect() as other:
            await check_pgbouncer(one, other)
            await check_postgres_version(one)
        await engine.dispose()
    except (OSError, ValueError, SQLAlchemyError, PostgresError, TooOld) as wrong:
        raise _refusal("DATABASE_URL", wrong) from wrong


def check_storage(url: str) -> None:
    try:
        Storage(url)
    except Exception as wrong:  # obstore raises a class of its own for each store
        raise _refusal("STORAGE_URL", wrong) from wrong


def migrate() -> None:
    """Migrate the database. Raises CannotRun where its version is not known here."""
    try:
        command.upgrade(Config(toml_file=_PROJECT / "pyproject.toml"), "head")
    except CommandError as wrong:
        raise _refusal("DATABASE_URL", wrong) from wrong


def _refusal(setting: str, wrong: BaseException) -> CannotRun:
    """Return an error with the reason of the last exception in the chain."""
    while wrong.__cause__:
        wrong = wrong.__cause__
    reason = str(wrong).partition("Debug source:")[0].strip().rstrip(".") or type(wrong).__name__
    return CannotRun(f"{setting} cannot be used: {reason}. Change it in .env or the environment.")


async def check_servers() -> None:
    """Check that storage, Redis and Postgres can be used. Raises CannotRun."""
    check_storage(read_settings(StorageSettings).storage_url)
    await check_redis(read_settings(RedisSettings).redis_url)
    await check_postgres(read_settings(DatabaseSettings).database_url)


async def check_installation() -> None:
    """Check that the storage belongs to the database. Raises CannotRun."""
    engine = connect_database(read_settings(DatabaseSettings).database_url)
    try:
        async with session_maker(engine)() as session:
            storage = Storage(read_settings(StorageSettings).storage_url)
            await Installation(session, storage).check_or_begin()
    except WrongStorage as wrong:
        raise CannotRun(str(wrong)) from wrong
    except StorageUnavailable as wrong:
        raise _refusal("STORAGE_URL", wrong) from wrong
    finally:
        await engine.dispose()


if __name__ == "__main__":
    try:
        asyncio.run(check_servers())
        migrate()
        asyncio.run(check_installation())
    except CannotRun as refusal:
        sys.exit(str(refusal))
