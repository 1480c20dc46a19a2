"""Connections while Postgres is restarted, stopped, killed or silent, and spellings of its address."""

import socket
from asyncio import start_server
from contextlib import AsyncExitStack

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from kernel.database import connect_database, is_connection_lost
from kernel.database_address import DatabaseAddress
from tests.outage import killed, stopped


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
    ("url", "dsn"),
    [
        ("postgresql+asyncpg://p:a%40b@db:5433/pastes", "postgresql://p:a%40b@db:5433/pastes"),
        ("postgres://p@db/pastes?ssl=require", "postgresql://p@db/pastes?sslmode=require"),
        ("postgresql://p@a:1,b:2/x?target_session_attrs=any", None),
        ("postgresql://p@db/x?sslmode=verify-full&sslrootcert=%2Fca.pem", None),
        ("postgresql://p@/pastes?host=%2Frun%2Fpostgresql", None),
        ("postgresql://p@db/x?prepared_statement_cache_size=0&connect_timeout=3", "postgresql://p@db/x"),
        ("postgresql://p@db/x?channel_binding=prefer&keepalives=1", "postgresql://p@db/x"),
    ],
)
def test_an_address_is_as_libpq_writes_it(url, dsn):
    assert DatabaseAddress.parse(url).dsn == (dsn or url)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://p@db/x?channel_binding=require", "channel_binding=require, which asyncpg cannot do"),
        ("postgresql://p@db/x?hostaddr=127.0.0.1", "hostaddr, which Postebin cannot do"),
        ("postgresql://p@db/x?connect_timeout=soon", "no number of seconds"),
        ("postgresql://p@db", "should be like"),
    ],
)
def test_what_an_address_cannot_ask_for_is_said(url, words):
    with pytest.raises(ValueError, match=words):
        DatabaseAddress.parse(url)


@pytest.mark.parametrize(
    ("query", "asked", "answer"),
    [
        ("sslmode=disable", "current_database()", "postebin"),
        ("ssl=prefer&connect_timeout=5", "current_database()", "postebin"),
        ("prepared_statement_cache_size=0", "current_database()", "postebin"),
        ("application_name=my%20bin", "current_setting('application_name')", "my bin"),
        ("options=-c%20statement_timeout%3D4321", "current_setting('statement_timeout')", "4321ms"),
    ],
)
async def test_sqlalchemy_and_asyncpg_connect_with_the_address(postgres, query, asked, answer):
    url = f"{postgres.url}?{query}"
    engine = connect_database(url)
    async with (
        engine.connect() as one,
        asyncpg.create_pool(DatabaseAddress.parse(url).dsn, min_size=0) as pool,
    ):
        assert await one.scalar(text(f"SELECT {asked}")) == answer
        assert await pool.fetchval(f"SELECT {asked}") == answer
    await engine.dispose()


async def test_a_connection_without_an_answer_is_ended_by_the_kernel(database):
    async with database.connect() as connection:
        raw = await connection.get_raw_connection()
        found = raw.driver_connection._transport.get_extra_info("socket")
    assert found.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    assert found.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 5
    assert found.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 10_000
