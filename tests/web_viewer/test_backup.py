"""A backup that is taken while people write, restored elsewhere: every page is the same."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from kernel.content_store import ContentKey
from kernel.database import Sessions, connect_database, session_maker
from kernel.settings import DatabaseSettings, RedisSettings, StorageSettings
from kernel.storage import Storage
from posts.models import Post, Terms, Visibility
from posts.texts.drafts import draft_of_file
from tests.installation import begin_installation
from tests.local.process_tree import environment
from tests.web_viewer.authors import Author
from tests.web_viewer.viewers import viewer
from web_viewer.settings import ViewerSettings

_COPY = "restored"
_NOW = timedelta(0)


@pytest.fixture
async def elsewhere(
    viewer_settings: ViewerSettings, sessions: Sessions, tmp_path: Path
) -> AsyncIterator[ViewerSettings]:
    """The settings of another place, whose database and store are empty."""
    await statement(sessions, f"CREATE DATABASE {_COPY}")
    yield replace(
        viewer_settings,
        database=DatabaseSettings(database_url=f"{viewer_settings.database.database_url[:-8]}{_COPY}"),
        redis=RedisSettings(redis_url=f"{viewer_settings.redis.redis_url.rpartition('/')[0]}/1"),
        storage=StorageSettings(storage_url=f"file://{tmp_path / 'elsewhere'}"),
    )
    await statement(sessions, f"DROP DATABASE {_COPY} WITH (FORCE)")


async def statement(sessions: Sessions, words: str) -> None:
    async with sessions.kw["bind"].execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text(words))


async def local(settings: ViewerSettings, folder: Path, *command: str) -> tuple[int, str]:
    """Run `python -m local`; return its exit code and what it printed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "local", *command),
        cwd=folder,
        env=environment(
            DATABASE_URL=settings.database.database_url, STORAGE_URL=settings.storage.storage_url
        ),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    return await process.wait(), printed.decode()


@asynccontextmanager
async def writing(author: Author) -> AsyncIterator[list[Post]]:
    """Publish, edit, delete and purge during the block; yield the pastes that were made."""
    made: list[Post] = []
    ended = asyncio.Event()

    async def write() -> None:
        while not ended.is_set():
            made.append(await author.publishes(f"{len(made)}", f"made {len(made)}"))
            await author.revises(made[-1], "edited")
            await author.deletes(made[-1])
            await author.house.damage("UPDATE posts.posts SET deleted_at = deleted_at - interval '1 day'")
            async with author.house.posts() as posts:
                await posts.deleting.purge(100)

    task = asyncio.create_task(write())
    try:
        yield made
    finally:
        ended.set()
        await task


async def addresses_of(alice: Author) -> list[str]:
    """Publish pastes of all kinds; return the addresses of their pages."""
    plain = await alice.publishes("print(1)\n", "main.py")
    formatted = await alice.formats(await alice.publishes("text", "note"), "**bold**")
    edited = await alice.revises(await alice.publishes("first", "edited"), "second", "third")
    async with alice.house.posts() as posts:
        file = draft_of_file("old.txt", "Съешь же ещё этих мягких булок".encode("cp1251"))
        sent = await posts.reading.publish(alice.user, file)
    private = await alice.publishes("mine", "mine", terms=Terms(visibility=Visibility.PRIVATE))
    once = await alice.publishes("once", "once", terms=Terms(burn_after_read=True))
    many = [await alice.publishes(f"text {number}\n" * (number + 1), f"n{number}") for number in range(30)]
    public = [post.url for post in (plain, formatted, edited, sent, *many)]
    return [
        *("alice", *public, *(f"{url}/raw" for url in public), f"{sent.url}/download", once.url),
        *(f"{edited.url}/history", f"{edited.url}/history/1", f"{private.url}?key={alice.key_to(private)}"),
    ]


async def test_every_page_of_a_restored_backup_is_as_before(
    alice, house, viewer_settings, elsewhere, workers, tmp_path
):
    await begin_installation(house.sessions, house.storage)
    addresses, backup = await addresses_of(alice), tmp_path / "backup"
    file = str(backup)
    async with writing(await house.author("writer")) as made:
        before = len(made)
        code, said = await local(viewer_settings, tmp_path, "backup", file)
        assert code == 0, said
        assert len(made) > before + 3, "people went on writing"
    assert backup.stat().st_mode & 0o077 == 0
    code, said = await local(elsewhere, tmp_path, "restore", file)
    assert code == 0, said
    async with viewer(viewer_settings, workers) as ours, viewer(elsewhere, workers) as theirs:
        for address in addresses:
            one, other = [await each.reader.get(f"/{address}") for each in (ours, theirs)]
            assert one.status == 200, address
            assert one.body == other.body, address
        assert (await theirs.reader.get("/readyz")).text == "ready\n"
    assert await missing_files(elsewhere) == []
    code, said = await local(elsewhere, tmp_path, "restore", file)
    assert (code, "not empty" in said) == (2, True)
    code, said = await local(viewer_settings, tmp_path, "backup", file)
    assert (code, said.count("\n"), "cannot be created" in said) == (2, 1, True)


async def missing_files(settings: ViewerSettings) -> list[str]:
    engine, storage = (
        connect_database(settings.database.database_url),
        Storage(settings.storage.storage_url),
    )
    async with session_maker(engine)() as session:
        keys = list(await session.scalars(text("SELECT content_source FROM posts.revisions")))
        ids = await session.scalar(text("SELECT id FROM posts.installation"))
    await engine.dispose()
    assert (await storage.get(ContentKey("installation"))).decode() == str(ids)
    stored = {key async for page in storage.keys_older_than(_NOW) for key in page}
    return [key for key in keys if key not in stored]


async def test_an_incomplete_backup_restores_nothing(alice, house, viewer_settings, elsewhere, tmp_path):
    await alice.publishes("text", "note")
    file = tmp_path / "backup"
    assert (await local(viewer_settings, tmp_path, "backup", str(file)))[0] == 0
    whole = file.read_bytes()
    for broken in (whole[:-30], whole[: len(whole) // 2], b"no archive at all"):
        file.write_bytes(broken)
        code, said = await local(elsewhere, tmp_path, "restore", str(file))
        assert (code, said.startswith("This is no complete backup")) == (2, True), said
    file.write_bytes(whole)
    code, said = await local(elsewhere, tmp_path, "restore", str(file))
    assert code == 0, said
