"""Connections while Postgres is restarted, stopped or killed; this module has its own server."""

from asyncio import StreamReader, StreamWriter, start_server
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncEngine

from kernel.database import connect_database, is_connection_lost
from local.postgres import EmbeddedPostgres

_ANSWER = text("SELECT 42")


@pytest.fixture(scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedPostgres]:
    async with EmbeddedPostgres(tmp_path_factory.mktemp("own") / "postgres") as server:
        yield server


@pytest.fixture
async def database(server: EmbeddedPostgres) -> AsyncIterator[AsyncEngine]:
    engine = connect_database(server.url)
    await answer(engine)
    yield engine
    await engine.dispose()


async def answer(engine: AsyncEngine) -> object:
    async with engine.begin() as connection:
        return await connection.scalar(_ANSWER)


async def fault_of(engine: AsyncEngine, statement: str = "SELECT 42") -> BaseException:
    with pytest.raises(Exception) as raised:  # noqa: PT011 - which one it is is what the tests are about
        async with engine.begin() as connection:
            await connection.execute(text(statement))
    return raised.value


async def test_a_restart_between_two_uses_is_not_noticed(
    server: EmbeddedPostgres, database: AsyncEngine
) -> None:
    await server.restart()
    assert await answer(database) == 42


async def test_a_kill_between_two_uses_is_not_noticed(
    server: EmbeddedPostgres, database: AsyncEngine
) -> None:
    server.kill()
    await server.restart()
    assert await answer(database) == 42


async def test_a_restart_in_the_middle_is_a_lost_connection(
    server: EmbeddedPostgres, database: AsyncEngine
) -> None:
    async with database.connect() as connection:
        await connection.execute(_ANSWER)
        await server.restart()
        with pytest.raises(Exception) as raised:  # noqa: PT011 - see above
            await connection.execute(_ANSWER)
    assert is_connection_lost(raised.value)
    assert await answer(database) == 42


async def test_a_connection_that_ends_during_a_statement_is_lost(database: AsyncEngine) -> None:
    assert is_connection_lost(await fault_of(database, "SELECT pg_terminate_backend(pg_backend_pid(), 5000)"))


async def test_a_stopped_server_is_a_lost_connection(server: EmbeddedPostgres) -> None:
    engine = connect_database(server.url)
    await server.stop()
    try:
        assert is_connection_lost(await fault_of(engine))
    finally:
        await server.start()
    await engine.dispose()


async def test_an_unknown_host_is_a_lost_connection() -> None:
    engine = connect_database("postgresql://me@postgres.invalid/postebin")
    assert is_connection_lost(await fault_of(engine))


def test_a_host_none_of_whose_addresses_answers_is_a_lost_connection() -> None:
    # The message of asyncio's create_connection; the addresses of `localhost` differ between machines.
    refused = "[Errno 111] Connect call failed ('{}', 5432)"
    summary = OSError(f"Multiple exceptions: {refused.format('::1')}, {refused.format('127.0.0.1')}")
    assert is_connection_lost(summary)


async def test_a_wrong_statement_is_no_lost_connection(database: AsyncEngine) -> None:
    assert not is_connection_lost(await fault_of(database, "SELECT nonsense"))
    assert not is_connection_lost(await fault_of(database, "SELECT 1/0"))


@pytest.mark.parametrize("fault", [ValueError(), FileNotFoundError(2, "x"), OSError(28, "disk full")])
def test_other_faults_are_no_lost_connection(fault: Exception) -> None:
    assert not is_connection_lost(fault)


async def test_values_of_statements_are_in_no_error(database: AsyncEngine) -> None:
    with pytest.raises(Exception) as raised:  # noqa: PT011 - see above
        async with database.begin() as connection:
            await connection.execute(text("SELECT CAST(:secret AS text) FROM nowhere"), {"secret": "hunter2"})
    assert "hunter2" not in str(raised.value)


async def test_an_address_may_contain_sslmode_as_for_libpq(postgres: EmbeddedPostgres) -> None:
    engine = connect_database(f"{postgres.url}?sslmode=prefer")
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT 1")) == 1
    await engine.dispose()


@pytest.fixture
async def impatient(postgres: EmbeddedPostgres) -> AsyncIterator[AsyncEngine]:
    engine = connect_database(postgres.url, timeout=2)
    yield engine
    await engine.dispose()


async def test_a_statement_that_times_out_is_a_lost_connection(impatient: AsyncEngine) -> None:
    assert is_connection_lost(await fault_of(impatient, "SELECT pg_sleep(60)"))
    assert await answer(impatient) == 42


async def test_an_exhausted_pool_is_a_lost_connection(impatient: AsyncEngine) -> None:
    async with AsyncExitStack() as taken:
        fault = None
        while fault is None:
            try:
                await taken.enter_async_context(impatient.connect())
            except NoConnectionFree as raised:
                fault = raised
        assert is_connection_lost(fault)
    assert await answer(impatient) == 42


async def test_a_silent_server_is_a_lost_connection() -> None:
    async with await start_server(_say_nothing, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        engine = connect_database(f"postgresql://me@127.0.0.1:{port}/postebin?ssl=disable", timeout=0.2)
        assert is_connection_lost(await fault_of(engine))
        await engine.dispose()


async def _say_nothing(reading: StreamReader, writing: StreamWriter) -> None:
    await reading.read()
    writing.close()
