"""Contents stored by a transaction stay after its commit, and are deleted after a rollback."""

from pathlib import Path

import pytest
from sqlalchemy import select, text

from auth.errors import NotRegistered
from kernel.contents import Contents, transaction_with_contents
from kernel.database import Sessions
from kernel.storage import Storage
from kernel.transaction import Jobs


def files(storage: Storage) -> int:
    return sum(path.is_file() for path in Path(storage.url.removeprefix("file://")).rglob("*"))


async def test_a_content_is_put_as_often_as_it_was_prepared(sessions: Sessions, storage: Storage) -> None:
    async with sessions() as session, transaction_with_contents(session, Jobs(), storage) as contents:
        for _ in range(2):
            await contents.prepare(b"a text")
        assert files(storage) == 2
        keys = [await contents.put(content) for content in (b"a text", b"a text")]
        assert files(storage) == 2
        keys += [await contents.put(content) for content in (b"a text", b"another")]
    assert len(set(keys)) == 4
    assert [await storage.get(key) for key in keys] == [*3 * [b"a text"], b"another"]


async def test_a_prepared_content_that_is_not_put_is_deleted_after_the_commit(
    sessions: Sessions, storage: Storage
) -> None:
    async with sessions() as session, transaction_with_contents(session, Jobs(), storage) as contents:
        await contents.prepare(b"unused")
        await contents.prepare(b"used")
        key = await contents.put(b"used")
        assert files(storage) == 2
    assert files(storage) == 1
    assert await storage.get(key) == b"used"


@pytest.mark.parametrize("error", [NotRegistered, ZeroDivisionError])
async def test_after_an_error_no_stored_content_is_left(
    sessions: Sessions, storage: Storage, error: type[Exception]
) -> None:
    async def fail() -> None:
        async with sessions() as session, transaction_with_contents(session, Jobs(), storage) as contents:
            await contents.prepare(b"prepared")
            await contents.put(b"put")
            raise error

    with pytest.raises(error):
        await fail()
    assert files(storage) == 0


async def test_the_two_contents_of_a_paste_are_read_once(sessions: Sessions, storage: Storage) -> None:
    stored = [await storage.put(content) for content in (b"text", b"file", b"third")]
    async with sessions() as session:
        contents = Contents(session, storage)
        for key in stored:
            await contents.get(key)
            await storage.delete(key)
        assert [await contents.get(key) for key in stored[1:]] == [b"file", b"third"]
        with pytest.raises(FileNotFoundError):
            await contents.get(stored[0])


async def test_a_connection_is_held_during_transfers_only_after_a_change(
    sessions: Sessions, storage: Storage
) -> None:
    async with sessions() as session:
        contents, waits = Contents(session, storage), []
        for statement in (select(1), text("INSERT INTO auth.users (username) VALUES ('alice')")):
            await session.execute(statement)
            await contents.put(b"a text")
            waits.append(session.in_transaction())
    assert waits == [False, True]
