"""Connections to Postgres that are cut during a commit: the update is tried again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text

from bot.context import AppContext
from tests.bot.conftest import pasted, published
from tests.conversation import Person

_CUT = (
    "CREATE SEQUENCE commits",
    # A sequence counts on, also where the transaction is rolled back: the second commit succeeds.
    """CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('commits') = 1 THEN
            PERFORM pg_terminate_backend(pg_backend_pid());
            PERFORM pg_sleep(10);
        END IF;
        RETURN NULL;
    END $$""",
    """CREATE CONSTRAINT TRIGGER cut AFTER INSERT OR UPDATE ON {table}
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut()""",
)
_MEND = ("DROP TRIGGER cut ON {table}", "DROP FUNCTION cut", "DROP SEQUENCE commits")


@asynccontextmanager
async def first_commit_cut(app: AppContext, table: str) -> AsyncIterator[None]:
    """Cut the connection in the first commit that writes to the table."""
    async with app.sessions.begin() as session:
        for statement in _CUT:
            await session.execute(text(statement.format(table=table)))
    try:
        yield
        async with app.sessions() as session:
            assert await session.scalar(text("SELECT last_value FROM commits")) > 1
    finally:
        async with app.sessions.begin() as session:
            for statement in _MEND:
                await session.execute(text(statement.format(table=table)))


async def test_a_paste_is_renamed_and_its_card_shows_it(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "old")
    await alice.presses("Rename")
    await alice.hears("new title")
    async with first_commit_cut(app, "posts.posts"):
        await alice.says("brand new")
        changed = await alice.hears("/alice/brand-new")
    assert changed.id == card.id
    await alice.says("another text")
    await alice.hears("/alice/another-text")


async def test_a_new_text_is_the_pastes_whose_edit_was_pressed(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "draft")
    await alice.presses("Edit")
    await alice.hears("Send me the new text")
    async with first_commit_cut(app, "posts.posts"):
        await alice.says("second text")
        assert (await alice.hears("version 2")).id == card.id
    assert await published(app, "alice/draft") == "second text"


async def test_a_text_has_the_title_that_was_sent_before(alice: Person, app: AppContext) -> None:
    await alice.says("/new My book")
    await alice.hears("file for “My book”")
    async with first_commit_cut(app, "posts.posts"):
        await alice.says("once upon a time")
        await alice.hears("/alice/my-book")


async def test_a_mistake_leaves_the_question_open_and_its_second_answer_counts(
    alice: Person, app: AppContext
) -> None:
    await pasted(alice, "old")
    await alice.presses("Rename")
    await alice.hears("new title")
    await alice.says("x" * 121)
    await alice.hears("too long|120")
    async with first_commit_cut(app, "posts.posts"):
        await alice.says("short")
        await alice.hears("/alice/short")


async def test_a_password_that_an_earlier_attempt_has_deleted_is_deleted(
    alice: Person, app: AppContext
) -> None:
    await alice.says("/password")
    await alice.hears("Send me the new password")
    async with first_commit_cut(app, "auth.users"):
        await alice.says("a good password")
        await alice.hears("password for alice is set")
    await alice.says("/help")
    await alice.hears("/paste")
    assert not [message for message in alice.messages if "didn't let me delete" in message.text]
