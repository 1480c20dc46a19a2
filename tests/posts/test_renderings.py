"""Renderings: only pages of public pastes are found, and only those of the present version."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from local.postgres import EmbeddedPostgres
from posts.models import Post, PostUrl, Visibility
from posts.pastes.renderings import PageName, Rendering, Renderings, Stored, connect_renderings
from tests.posts.conftest import publish, revise


@pytest.fixture
async def renderings(postgres: EmbeddedPostgres) -> AsyncIterator[Renderings]:
    async with connect_renderings(postgres.url) as pool:
        yield Renderings(pool, "this build")


async def find(renderings: Renderings, post: Post, variant: str = "en") -> bytes | None:
    return (await renderings.find([PageName(post.url, variant)], [None]))[0].page


async def store(renderings: Renderings, post: Post, page: bytes = b"page", variant: str = "en") -> None:
    await renderings.store([Rendering(post.id, variant, post.updated_at, page)])


async def test_a_page_is_found_as_it_was_stored(renderings, note):
    assert await find(renderings, note) is None
    await store(renderings, note, b"<p>\xd0\x9f\x00")
    assert await find(renderings, note) == b"<p>\xd0\x9f\x00"
    await store(renderings, note, b"again")
    assert await find(renderings, note) == b"again"
    assert await find(renderings, note, "ru") is None


async def test_pages_are_found_in_the_order_of_their_names(renderings, posts, alice):
    made = [await publish(posts, alice, title=f"n{number}") for number in range(5)]
    for post in made[::2]:
        await store(renderings, post, post.url.encode())
    names = [PageName(post.url, "en") for post in reversed(made)]
    unknown = PageName(PostUrl("nobody/nothing"), "en")
    found = await renderings.find([unknown, *names, names[0]], [None] * 7)
    pages = [None, b"alice/n4", None, b"alice/n2", None, b"alice/n0", b"alice/n4"]
    assert [one.page for one in found] == pages


async def test_the_page_of_a_known_version_is_not_sent_again(renderings, posts, alice, note):
    await store(renderings, note)
    name = PageName(note.url, "en")
    older = note.updated_at - timedelta(microseconds=1)
    found = await renderings.find([name, name, name], [note.updated_at, older, None])
    assert found == [Stored(note.updated_at, None), *[Stored(note.updated_at, b"page")] * 2]
    new = await revise(posts, alice, note, "new text")
    assert await renderings.find([name], [note.updated_at]) == [Stored(new.updated_at, None)]


async def test_after_an_edit_the_old_page_is_not_found_and_cannot_be_stored(renderings, posts, alice, note):
    await store(renderings, note, b"old")
    new = await revise(posts, alice, note, "new text")
    assert await find(renderings, new) is None
    await store(renderings, note, b"old")
    assert await find(renderings, new) is None
    await store(renderings, new, b"new")
    await store(renderings, note, b"old")  # by one who is slower still
    assert await find(renderings, new) == b"new"


async def test_a_page_is_not_found_after_any_change(renderings, posts, alice, note):
    for change, value in (
        (posts.rename, "letter"),
        (posts.set_language, "python"),
        (posts.set_expiry, datetime.now(UTC) + timedelta(hours=1)),
        (posts.set_visibility, Visibility.UNLISTED),
    ):
        await store(renderings, note)
        changed = await change(alice, note.id, value)
        assert [await find(renderings, post) for post in (note, changed)] == [None, None]
        note = changed


async def test_only_pages_that_everybody_may_read_are_found(renderings, posts, alice, note, database):
    """Check it even for a page that was stored of the present version."""
    for terms, is_found in (
        ("visibility = 'unlisted'", True),
        ("visibility = 'private'", False),
        ("visibility = 'public', burn_after_read = true", False),
        ("burn_after_read = false, expires_at = now() + interval '1 hour'", True),
        ("expires_at = now()", False),
        ("expires_at = NULL, deleted_at = now()", False),
        ("deleted_at = NULL", True),
    ):
        await database.does(f"UPDATE posts.posts SET {terms}")
        await store(renderings, note)
        (found,) = await renderings.find([PageName(note.url, "en")], [None])
        expected = Stored(note.updated_at, b"page") if is_found else Stored(None, None)
        assert found == expected, terms


async def test_a_page_is_not_found_once_its_paste_expires(renderings, note, database):
    await store(renderings, note)
    await database.does("UPDATE posts.posts SET expires_at = now() + interval '1 hour'")
    assert await find(renderings, note) == b"page"
    await database.expire(note)
    assert await find(renderings, note) is None


async def test_pages_of_a_deleted_paste_are_not_found_and_those_of_a_purged_one_are_deleted(
    renderings, posts, alice, note, database
):
    await store(renderings, note)
    await posts.delete(alice, note.id)
    assert await find(renderings, note) is None
    async with database.purging(note):
        pass
    assert await database.count("posts.renderings") == 0
    await store(renderings, note)  # by one who began before: no row, and no fault
    assert await database.count("posts.renderings") == 0


async def test_a_page_of_another_build_is_not_found_and_is_replaced(renderings, postgres, note, database):
    async with connect_renderings(postgres.url) as pool:
        another = Renderings(pool, "another build")
        await store(another, note, b"theirs")
        assert await find(renderings, note) is None
        await store(renderings, note, b"ours")
        assert await find(another, note) is None
    assert await find(renderings, note) == b"ours"
    assert await database.count("posts.renderings") == 1


async def test_a_new_paste_does_not_get_the_page_of_the_old_one_at_its_address(
    renderings, posts, alice, note
):
    await store(renderings, note, b"old")
    moved = await posts.rename(alice, note.id, "letter")
    new = await publish(posts, alice, "new", "note")
    assert new.url == note.url
    await store(renderings, replace(note, id=moved.id), b"old")
    assert await find(renderings, new) is None


async def test_a_restart_of_postgres_fails_at_most_one_query(renderings, postgres, note):
    assert await find(renderings, note) is None
    await postgres.restart()
    faults = 0
    for _ in range(5):
        try:
            await store(renderings, note)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            faults += 1
    assert faults <= 1
    assert await find(renderings, note) == b"page"


async def test_no_query_changes_the_state_of_a_connection(postgres, note):
    """Check that no query changes a connection, for connections are not reset."""
    async with connect_renderings(postgres.url) as pool:
        renderings = Renderings(pool, "this build")
        state = "SELECT string_agg(name || setting, ' ' ORDER BY name) FROM pg_settings"
        locks = "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'"
        before = await pool.fetchval(state), await pool.fetchval(locks)
        await store(renderings, note)
        assert await find(renderings, note) == b"page"
        assert (await pool.fetchval(state), await pool.fetchval(locks)) == before
        async with pool.acquire() as connection:
            assert not connection.is_in_transaction()
