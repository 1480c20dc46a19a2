"""Failing updates are tried three times and set aside with a reply; an outage is waited for."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.context import AppContext
from kernel.database import Sessions
from local.postgres import EmbeddedPostgres
from tests.bot.bot_process import BotProcess
from tests.bot.conftest import environment, registered
from tests.bot.published import pastes, without_storage
from tests.conversation import Person, Telegram
from tests.notifier.village import until
from tests.outage import stopped
from tests.patience import PATIENCE

FAILS = "RAISE EXCEPTION 'poisoned'"
# What is undone leaves a sequence as it is.
FAILS_ONCE = "IF nextval('posts.poisonings') = 1 THEN RAISE EXCEPTION 'poisoned'; END IF"
HANGS = """
    SET LOCAL application_name = 'hanging';
    WHILE EXISTS (SELECT FROM posts.poison) LOOP PERFORM pg_sleep(0.5); END LOOP
"""
_HANGING = "pg_stat_activity WHERE application_name = 'hanging'"
SORRY = "something went wrong on my side.*give this code to the bot's owner: ([0-9a-f]{8})"


@asynccontextmanager
async def poison(engine: AsyncEngine, what: str) -> AsyncIterator[None]:
    """Let Postgres run this statement whenever a paste called “poison” is published."""
    body = f"BEGIN IF NEW.title = 'poison' THEN {what}; END IF; RETURN NEW; END"
    function = "posts.poison() RETURNS trigger LANGUAGE plpgsql"
    await asked(engine, "CREATE TABLE posts.poison AS SELECT 1")
    await asked(engine, "CREATE SEQUENCE posts.poisonings")
    await asked(engine, f"CREATE FUNCTION {function} AS $$ {body} $$")
    await asked(
        engine,
        "CREATE TRIGGER poison BEFORE INSERT ON posts.posts FOR EACH ROW EXECUTE FUNCTION posts.poison()",
    )
    try:
        yield
    finally:
        # Who hangs goes on, and lets go of the table.
        await asked(engine, "DELETE FROM posts.poison")
        await asked(engine, "DROP FUNCTION posts.poison CASCADE")
        await asked(engine, "DROP SEQUENCE posts.poisonings")
        await asked(engine, "DROP TABLE posts.poison")


async def asked(engine: AsyncEngine, query: str) -> list[tuple[Any, ...]]:
    async with engine.begin() as connection:
        result = await connection.execute(text(query))
        return [tuple(row) for row in result] if result.returns_rows else []


async def set_aside(engine: AsyncEngine) -> list[tuple[Any, ...]]:
    """Return reference, reason and presence of the text of each dead update."""
    columns = "reference, reason, payload LIKE '%poison%'"
    return await asked(engine, f"SELECT {columns} FROM bot.updates WHERE status = 'dead' ORDER BY update_id")


async def hears_the_reference(person: Person) -> str:
    found = re.search(SORRY, (await person.hears(SORRY)).text)
    assert found
    return found[1]


async def test_an_update_that_fails_is_tried_three_times_and_set_aside(
    engine: AsyncEngine, alice: Person, bob: Person, app: AppContext, caplog: pytest.LogCaptureFixture
) -> None:
    async with poison(engine, FAILS):
        await alice.says("poison")
        await alice.says("the next")
        await bob.says("meanwhile")
        await bob.hears("/bob/meanwhile")
        reference = await hears_the_reference(alice)
        await alice.hears("/alice/the-next")
    [(noted, reason, has_text)] = await set_aside(engine)
    assert (noted, has_text) == (reference, True)
    assert "poisoned" in reason
    assert caplog.text.count("update_retried") == 2
    assert f"'reference': '{reference}'" in caplog.text
    assert "'dead': 1" in caplog.text
    assert [post.title for post in await pastes(app)] == ["the next"]
    await alice.says("poison")
    await alice.hears("/alice/poison")


async def test_an_update_that_fails_for_a_moment_is_handled_and_nobody_is_told(
    engine: AsyncEngine, alice: Person, app: AppContext, caplog: pytest.LogCaptureFixture
) -> None:
    async with poison(engine, FAILS_ONCE):
        await alice.says("poison")
        await alice.hears_nothing_of("my side", until=alice.hears("/alice/poison"))
    assert caplog.text.count("update_retried") == 1
    assert await set_aside(engine) == []
    assert [post.title for post in await pastes(app)] == ["poison"]


async def test_each_of_two_that_fail_has_its_own_attempts_and_reference(
    engine: AsyncEngine, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    async with poison(engine, FAILS):
        for said in ("poison", "poison", "the next"):
            await alice.says(said)
        references = [await hears_the_reference(alice) for _ in range(2)]
        await alice.hears("/alice/the-next")
    assert references == [reference for reference, *_ in await set_aside(engine)]
    assert len(set(references)) == 2
    assert caplog.text.count("update_retried") == 4


async def hanging(engine: AsyncEngine) -> None:
    """Wait until a paste called “poison” is being published."""
    async with asyncio.timeout(PATIENCE):
        while not await asked(engine, f"SELECT pid FROM {_HANGING}"):  # noqa: ASYNC110 - Postgres sets no event here
            await asyncio.sleep(0.05)


async def killed_in_the_middle(process: BotProcess, engine: AsyncEngine) -> None:
    """Kill the process; wait until its locks are released and its lease has ended."""
    await hanging(engine)
    process.stop(signal.SIGKILL)
    await process.process.wait()
    assert await asked(engine, f"SELECT pg_terminate_backend(pid, 30000) FROM {_HANGING}") == [(True,)]
    await asked(engine, "UPDATE bot.inbox_chats SET due_at = now()")


async def test_an_update_whose_process_dies_in_each_attempt_is_set_aside_by_the_next(
    telegram: Telegram,
    engine: AsyncEngine,
    postgres: EmbeddedPostgres,
    app: AppContext,
    sessions: Sessions,
    redis: Redis,
) -> None:
    settings = environment(telegram, postgres, app)
    async with poison(engine, HANGS):
        async with BotProcess(settings) as process:
            alice = await registered(telegram.person("Alice"), "alice")
            await alice.says("poison")
            await alice.says("the next")
            await killed_in_the_middle(process, engine)
        assert await asked(engine, "SELECT attempts FROM bot.inbox_chats") == [(1,)]
        # As if two more processes had been killed.
        await asked(engine, "UPDATE bot.inbox_chats SET attempts = 3")
        async with BotProcess(settings) as process:
            await killed_in_the_middle(process, engine)
        async with BotProcess(settings) as process:
            reference = await hears_the_reference(alice)
            await process.logs(reference)
            await alice.hears("/alice/the-next")
    assert await set_aside(engine) == [(reference, "the process ended in each attempt", True)]
    assert [post.title for post in await pastes(app)] == ["the next"]


async def test_while_the_storage_is_away_no_attempt_counts_however_many_there_are(
    engine: AsyncEngine, alice: Person, app: AppContext, caplog: pytest.LogCaptureFixture
) -> None:
    with without_storage(app):
        await alice.says("in the dark")
        await until(lambda: caplog.text.count("update_postponed") >= 5)
        [(attempts,)] = await asked(engine, "SELECT attempts FROM bot.inbox_chats")
        assert attempts <= 1
    await alice.hears_nothing_of("the bot's owner", until=alice.hears("/alice/in-the-dark"))
    assert await set_aside(engine) == []


async def test_after_a_day_without_storage_an_update_is_set_aside_like_others(
    engine: AsyncEngine, alice: Person, app: AppContext
) -> None:
    with without_storage(app):
        await alice.says("the poison of yesterday")
        await alice.hears("isn't working on my side")
        await asked(engine, "UPDATE bot.updates SET received_at = received_at - interval '1 day'")
        reference = await hears_the_reference(alice)
    assert [noted for noted, *_ in await set_aside(engine)] == [reference]
    await alice.says("of today")
    await alice.hears("/alice/of-today")


async def test_a_restart_of_postgres_counts_as_no_attempt(
    engine: AsyncEngine, alice: Person, postgres: EmbeddedPostgres, app: AppContext
) -> None:
    async with poison(engine, HANGS):
        await alice.says("poison")
        for _ in range(4):
            await hanging(engine)
            async with stopped(postgres):
                pass
        await hanging(engine)
        assert await asked(engine, "SELECT attempts FROM bot.inbox_chats") == [(1,)]
    await alice.hears("/alice/poison")
    assert [post.title for post in await pastes(app)] == ["poison"]
