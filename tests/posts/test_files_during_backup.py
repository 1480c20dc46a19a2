"""While a backup runs, the files of deleted rows stay, because its snapshot may have the rows."""

import asyncio
from datetime import timedelta

from kernel.backup_lock import keep_files
from tests.installation import begin_installation
from tests.posts.conftest import publish


async def delete_for_good(posts, alice, post, database):
    await posts.delete(alice, post.id)
    await database.ago("posts.posts.deleted_at", "1 hour")
    await posts.purge(10)


async def test_a_file_is_kept_for_the_sweep_while_a_backup_runs(
    posts, alice, note, folder, database, sessions
):
    other = await publish(posts, alice, "another text")
    async with sessions() as session:
        await keep_files(await session.connection())
        await delete_for_good(posts, alice, note, database)
        assert folder.files() == {note.content_source, other.content_source}
    await delete_for_good(posts, alice, other, database)
    assert folder.files() == {note.content_source}
    assert await database.count("posts.posts") == 0


async def test_no_file_is_swept_while_a_backup_runs(posts, storage, note, folder, database, sessions):
    await begin_installation(sessions, storage)
    await database.does("DELETE FROM posts.posts")
    async with sessions() as session:
        await keep_files(await session.connection())
        assert (await posts.sweep_orphans(timedelta(0), is_confirmed=True)).moved == 0
    assert note.content_source in folder.files()
    assert (await posts.sweep_orphans(timedelta(0), is_confirmed=True)).moved == 1


async def test_a_backup_waits_for_rows_that_are_being_deleted(posts, alice, note, sessions, database):
    await posts.delete(alice, note.id)
    await database.ago("posts.posts.deleted_at", "1 hour")
    async with sessions() as session:
        async with posts.one_transaction() as services:
            assert await services.purge(10) == 1
            waiting = asyncio.ensure_future(keep_files(await session.connection()))
            assert await database.waits(waiting)
        await waiting
