"""Connections while Postgres is restarted, stopped, killed or silent, and spellings of its address."""

from asyncio import start_server
from contextlib import AsyncExitStack

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from kernel.database import arguments_for_asyncpg, connect_database, is_connection_lost
from tests.outage import killed, stopped

PLACE = {"host": "db", "port": 5433, "user": "p", "password": "a@b", "database": "pastes"}


@pytest.fixture
async def database(postgres):
    engine = connect_database(postgres.url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def impatient(postgres):
    engine = connect_database(postgres.url, timeout=2)
    yield engine
    await engine.dispose()


async def answers(engine):
    async with engine.begin() as connection:
        return await connection.scalar(text("SELECT 42")) == 42


async def fault_of(engine, statement="SELECT 42", **values):
    with pytest.raises(Exception) as raised:  # noqa: PT011 - which one it is is what the tests are about
        async with engine.begin() as connection:
            await connection.execute(text(statement), values)
    return raised.value


async def test_a_restart_or_a_kill_between_two_uses_is_not_noticed(postgres, database):
    assert await answers(database)
    await postgres.restart()
    assert await answers(database)
    async with killed(postgres):
        pass
    assert await answers(database)


async def test_a_stop_in_the_middle_and_a_stopped_server_are_a_lost_connection(postgres, database):
    async with database.connect() as connection:
        await connection.execute(text("SELECT 42"))
        async with stopped(postgres):
            assert is_connection_lost(await fault_of(database))
        with pytest.raises(Exception) as raised:  # noqa: PT011 - see above
            await connection.execute(text("SELECT 42"))
    assert is_connection_lost(raised.value)
    assert await answers(database)


@pytest.mark.parametrize(
    ("statement", "is_lost"),
    [
        ("SELECT pg_terminate_backend(pg_backend_pid(), 5000)", True),
        ("SELECT pg_sleep(60)", True),
        ("SELECT nonsense", False),
        ("SELECT 1/0", False),
    ],
    ids=["it ends the connection", "it times out", "it is wrong", "it divides by zero"],
)
async def test_a_statement_may_lose_its_connection_but_an_error_does_not(impatient, statement, is_lost):
    assert is_connection_lost(await fault_of(impatient, statement)) is is_lost
    assert await answers(impatient)


async def test_an_unknown_host_is_a_lost_connection():
    engine = connect_database("postgresql://me@postgres.invalid/postebin")
    assert is_connection_lost(await fault_of(engine))


def test_a_host_none_of_whose_addresses_answers_is_a_lost_connection():
    # The message of asyncio's create_connection; the addresses of `localhost` differ between machines.
    refused = "[Errno 111] Connect call failed ('{}', 5432)"
    summary = OSError(f"Multiple exceptions: {refused.format('::1')}, {refused.format('127.0.0.1')}")
    assert is_connection_lost(summary)


@pytest.mark.parametrize("fault", [ValueError(), FileNotFoundError(2, "x"), OSError(28, "disk full")])
def test_other_faults_are_no_lost_connection(fault):
    assert not is_connection_lost(fault)


async def test_values_of_statements_are_in_no_error(database):
    fault = await fault_of(database, "SELECT CAST(:secret AS text) FROM nowhere", secret="hunter2")
    assert "hunter2" not in str(fault)


async def test_an_exhausted_pool_is_a_lost_connection(impatient):
    async with AsyncExitStack() as taken:
        fault = None
        while fault is None:
            try:
                await taken.enter_async_context(impatient.connect())
            except NoConnectionFree as raised:
                fault = raised
        assert is_connection_lost(fault)
    assert await answers(impatient)


async def test_a_silent_server_is_a_lost_connection():
    async def say_nothing(reading, writing):
        await reading.read()
        writing.close()

    async with await start_server(say_nothing, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        engine = connect_database(f"postgresql://me@127.0.0.1:{port}/postebin?ssl=disable", timeout=0.2)
        assert is_connection_lost(await fault_of(engine))
        await engine.dispose()


@pytest.mark.parametrize(
    ("url", "arguments"),
    [
        ("postgresql://p:a%40b@db:5433/pastes", PLACE),
        ("postgresql+asyncpg://p:a%40b@db:5433/pastes?sslmode=require", PLACE | {"ssl": "require"}),
        ("postgresql://p:a%40b@db:5433/pastes?ssl=verify-full", PLACE | {"ssl": "verify-full"}),
        ("postgresql+asyncpg://p:a%40b@db:5433/pastes?prepared_statement_cache_size=0", PLACE),
        (
            "postgresql://p@/pastes?host=/run/postgresql",
            {"host": "/run/postgresql", "user": "p", "database": "pastes"},
        ),
    ],
)
def test_an_address_is_translated_for_asyncpg(url, arguments):
    assert arguments_for_asyncpg(url) == arguments


@pytest.mark.parametrize(
    "query", ["?sslmode=disable", "?sslmode=prefer", "?ssl=prefer", "?prepared_statement_cache_size=0"]
)
async def test_sqlalchemy_and_asyncpg_connect_with_the_address(postgres, query):
    url, asked = postgres.url + query, "SELECT current_database()"
    engine = connect_database(url)
    async with engine.connect() as one, asyncpg.create_pool(min_size=0, **arguments_for_asyncpg(url)) as pool:
        assert await one.scalar(text(asked)) == await pool.fetchval(asked)
    await engine.dispose()
