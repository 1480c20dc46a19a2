"""Servers that are too old are named in one line."""

import pytest

from kernel import versions
from kernel.versions import TooOld, check_pgbouncer, check_postgres_version, check_redis_version, version_of


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("17.2 (Debian 17.2-1.pgdg120+1)", (17, 2)),
        ("18beta1", (18,)),
        ("12.22", (12, 22)),
        ("6.0.16", (6, 0, 16)),
        ("7.2.4", (7, 2, 4)),
    ],
)
def test_a_version_is_read(version, numbers):
    assert version_of(version) == numbers


async def test_the_servers_of_today_are_new_enough_and_others_are_not(engine, redis, monkeypatch):
    async with engine.connect() as connection, engine.connect() as other:
        await check_pgbouncer(connection, other)
        await check_postgres_version(connection)
        monkeypatch.setattr(versions, "_POSTGRES", (99, 0))
        with pytest.raises(TooOld, match=r"^Postgres 18\S* is too old: use 99.0 or newer.$"):
            await check_postgres_version(connection)
    await check_redis_version(redis)
    monkeypatch.setattr(versions, "_REDIS", (99, 0))
    with pytest.raises(TooOld, match=r"^Redis \S+ is too old"):
        await check_redis_version(redis)
