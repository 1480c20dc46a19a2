"""The oldest versions of the servers that Postebin works with."""

from itertools import takewhile
from typing import Any, Final

import asyncpg
from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_POSTGRES: Final = (13, 0)
_REDIS: Final = (6, 2)  # Valkey gives the version of the Redis that it is compatible with


_PGBOUNCER: Final = (
    "DATABASE_URL leads to a pgbouncer that loses prepared statements: use 1.21 or newer, with"
    " max_prepared_statements above 0, or with pool_mode = session."
)


class TooOld(Exception):
    """A server is too old; the message is for its operator."""


async def check_postgres_version(connection: AsyncConnection) -> None:
    """Raises TooOld."""
    _check("Postgres", str(await connection.scalar(text("SHOW server_version"))), _POSTGRES)


async def check_pgbouncer(one: AsyncConnection, other: AsyncConnection) -> None:
    """Use a prepared statement again while its server connection is another client's. Raises TooOld.

    With a direct connection, or a new pgbouncer, that works; there is no way to ask for its version. Neither
    connection may have begun a transaction.
    """
    client, rival = await _asyncpg_connection(one), await _asyncpg_connection(other)
    statement = await client.prepare("SELECT 1")
    await statement.fetchval()
    async with rival.transaction():
        await rival.execute("SELECT 1")
        try:
            await statement.fetchval()
        except asyncpg.InvalidSQLStatementNameError:
            raise TooOld(_PGBOUNCER) from None


async def check_redis_version(redis: Redis) -> None:
    """Raises TooOld, or RedisError."""
    _check("Redis", str((await redis.info("server"))["redis_version"]), _REDIS)


async def _asyncpg_connection(connection: AsyncConnection) -> Any:
    return (await connection.get_raw_connection()).driver_connection


def _check(name: str, version: str, oldest: tuple[int, int]) -> None:
    if version_of(version) < oldest:
        raise TooOld(f"{name} {version} is too old: use {oldest[0]}.{oldest[1]} or newer.")


def version_of(version: str) -> tuple[int, ...]:
    """Return the leading numbers of a version: (17, 2) of `17.2 (Debian 17.2-1)`, (18,) of `18beta1`."""
    numbers = version.split()[0].split(".")
    digits = ("".join(takewhile(str.isdigit, number)) for number in numbers)
    return tuple(int(number) for number in takewhile(bool, digits))
