"""The oldest versions of the servers that Postebin works with."""

from itertools import takewhile
from typing import Final

from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_POSTGRES: Final = (13, 0)
_REDIS: Final = (6, 2)  # Valkey gives the version of the Redis that it is compatible with


class TooOld(Exception):
    """A server is too old; the message is for its operator."""


async def check_postgres_version(connection: AsyncConnection) -> None:
    """Raises TooOld."""
    _check("Postgres", str(await connection.scalar(text("SHOW server_version"))), _POSTGRES)


async def check_redis_version(redis: Redis) -> None:
    """Raises TooOld, or RedisError."""
    _check("Redis", str((await redis.info("server"))["redis_version"]), _REDIS)


def _check(name: str, version: str, oldest: tuple[int, int]) -> None:
    if version_of(version) < oldest:
        raise TooOld(f"{name} {version} is too old: use {oldest[0]}.{oldest[1]} or newer.")


def version_of(version: str) -> tuple[int, ...]:
    """Return the leading numbers of a version: (17, 2) of `17.2 (Debian 17.2-1)`, (18,) of `18beta1`."""
    numbers = version.split()[0].split(".")
    digits = ("".join(takewhile(str.isdigit, number)) for number in numbers)
    return tuple(int(number) for number in takewhile(bool, digits))
