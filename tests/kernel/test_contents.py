"""Contents stored by a transaction stay after its commit, and are deleted after a rollback."""

from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import select, text

from auth.errors import NotRegistered
from kernel.contents import Contents, transaction_with_contents
from kernel.transaction import Jobs


def files(storage):
    return sum(path.is_file() for path in Path(storage.url.removeprefix("file://")).rglob("*"))


@pytest.fixture
def stored(sessions, storage):
    """A transaction with contents."""

    @asynccontextmanager
    async def stored():
        async with sessions() as session, transaction_with_contents(session, Jobs(), storage) as contents:
            yield contents

    return stored


async def test_a_content_is_put_as_often_as_it_was_prepared(stored, storage):
    async with stored() as contents:
        for content in (b"a text", b"a text", b"unused"):
            await contents.prepare(content)
        assert files(storage) == 3
        keys = [await contents.put(b"a text") for _ in range(2)]
        assert files(storage) == 3
        keys += [await contents.put(content) for content in (b"a text", b"another")]
    assert len(set(keys)) == files(storage) == 4, "a prepared content that was not put is deleted"
    assert [await storage.get(key) for key in keys] == [*3 * [b"a text"], b"another"]


@pytest.mark.parametrize("error", [NotRegistered, ZeroDivisionError])
async def test_after_an_error_no_stored_content_is_left(stored, storage, error):
    async def fail():
        async with stored() as contents:
            await contents.prepare(b"prepared")
            await contents.put(b"put")
            raise error

    with pytest.raises(error):
        await fail()
    assert files(storage) == 0


async def test_the_two_contents_of_a_paste_are_read_once(sessions, storage):
    keys = [await storage.put(content) for content in (b"text", b"file", b"third")]
    async with sessions() as session:
        contents = Contents(session, storage)
        for key in keys:
            await contents.get(key)
            await storage.delete(key)
        assert [await contents.get(key) for key in keys[1:]] == [b"file", b"third"]
        with pytest.raises(FileNotFoundError):
            await contents.get(keys[0])


async def test_a_large_content_is_not_kept_in_memory(sessions, storage):
    async with sessions() as session:
        contents = Contents(session, storage)
        small, large = [await contents.put(b"x" * size) for size in (256 * 1024 - 1, 256 * 1024)]
        for key in (small, large):
            await storage.delete(key)
        assert len(await contents.get(small)) == 256 * 1024 - 1
        with pytest.raises(FileNotFoundError):
            await contents.get(large)


async def test_a_connection_is_held_during_transfers_only_after_a_change(sessions, storage):
    async with sessions() as session:
        contents, waits = Contents(session, storage), []
        for statement in (select(1), text("INSERT INTO auth.users (username) VALUES ('alice')")):
            await session.execute(statement)
            await contents.put(b"a text")
            waits.append(session.in_transaction())
    assert waits == [False, True]
