"""A deleted paste is gone at once, can be brought back for ten minutes, and is removed after that."""

import asyncio
from typing import Any

import pytest

from auth.models import TelegramId, User
from posts.errors import PostBinned, PostDeleted, PostMoved, PostNotFound, TooLateToUndo
from posts.models import EventKind, Post, Terms, Visibility
from posts.texts.drafts import draft_of_text
from tests.doors import Door, posts_door
from tests.posts.cached_pages import cache_page, cached_page
from tests.posts.conftest import CHAT, ORIGIN, Database, found, happened, publish, refused, revise


@pytest.fixture
async def binned(posts: Door, alice: User, note: Post) -> Any:
    """A deleted paste with a history and a redirect."""
    await posts.rename(alice, note.id, "new name")
    await revise(posts, alice, note, "second text")
    return await posts.delete(alice, note.id)


async def ten_minutes_pass(database: Database) -> None:
    await database.ago("posts.posts.deleted_at", "10 minutes")


async def test_nobody_reads_a_deleted_paste_not_even_its_author(posts, alice, note, redis):
    for variant in ("en", "ru"):
        await cache_page(redis, note.url, variant, b"<p>secret")
    gone = await posts.delete(alice, note.id)
    assert [await cached_page(redis, note.url, variant) for variant in ("en", "ru")] == [None, None]
    for reader in (None, alice.id):
        with pytest.raises(PostDeleted) as refusal:
            await posts.open(note.url, reader=reader)
        assert refusal.value.data == {"url": "alice/note"}
    assert await posts.get(note.id) is None
    assert (await posts.page_of(alice.id, 0, 10)).posts == []
    assert await posts.delete(alice, note.id) == gone
    assert (await publish(posts, alice, title="note")).url == "alice/note-2", "the address is taken"


async def test_only_its_author_deletes_a_paste(posts, bob, note):
    await refused(PostNotFound, posts.delete(bob, note.id))
    assert await posts.open(note.url, reader=None) == note


async def test_of_some_who_delete_and_bring_back_at_once_one_does(posts, alice, note):
    gone = await asyncio.gather(*(posts.delete(alice, note.id) for _ in range(4)))
    assert len({post.deleted_at for post in gone}) == 1
    back = await asyncio.gather(*(posts.undelete(alice, note.id) for _ in range(4)))
    assert {post.id for post in back} == {note.id}
    for kind in (EventKind.DELETED, EventKind.CHANGED):
        assert len(await happened(posts, kind)) == 1


async def test_a_deleted_paste_cannot_be_changed(posts, alice, note):
    await posts.delete(alice, note.id)
    await refused(PostBinned, posts.rename(alice, note.id, "python"))
    await refused(PostBinned, posts.set_language(alice, note.id, "python"))
    await refused(PostBinned, revise(posts, alice, note, "another text"))
    back = await posts.undelete(alice, note.id)
    assert (back.title, back.language, back.revision) == (note.title, note.language, 1)


async def test_a_paste_is_deleted_even_without_redis(posts, alice, note, sessions, no_redis, storage):
    await posts_door(sessions, no_redis, storage).delete(alice, note.id)
    await refused(PostDeleted, posts.open(note.url, reader=None))
    (event,) = await happened(posts, EventKind.DELETED)
    assert event.url == note.url


async def test_a_paste_comes_back_with_its_addresses_and_its_history(posts, alice, binned, redis):
    assert await found(posts, alice, "text") == []
    await redis.flushall()
    await cache_page(redis, binned.url, "en", b"gone")
    back = await posts.undelete(alice, binned.id)
    assert await cached_page(redis, binned.url, "en") is None
    assert (back.url, back.revision, back.deleted_at) == ("alice/new-name", 2, None)
    assert await posts.open(binned.url, reader=None) == back
    assert await found(posts, alice, "text") == ["new name"]
    revisions = await posts.revisions(back)
    assert [(one.number, await posts.content(one)) for one in revisions] == [
        (2, b"second text"),
        (1, b"a text"),
    ]
    await refused(PostMoved, posts.open("alice/note", reader=None))
    await posts.set_visibility(alice, back.id, Visibility.UNLISTED)
    await refused(PostNotFound, posts.open(binned.url, reader=None))  # and not PostDeleted


async def test_only_its_author_brings_a_paste_back(posts, alice, bob, note):
    await posts.delete(alice, note.id)
    await refused(TooLateToUndo, posts.undelete(bob, note.id))
    with pytest.raises(PostNotFound):
        await posts.open(note.url, reader=None)
    await posts.undelete(alice, note.id)
    await refused(TooLateToUndo, posts.undelete(bob, note.id))


async def test_nothing_is_removed_for_ten_minutes(posts, alice, binned, folder, database):
    await publish(posts, alice)
    await database.ago("posts.posts.deleted_at", "9 minutes 50 seconds")
    assert await posts.purge(10) == 0
    assert (await database.count("posts.posts"), len(folder.files())) == (2, 3)
    await posts.undelete(alice, binned.id)


async def test_after_ten_minutes_rows_and_files_go_and_the_address_is_free(
    posts, alice, binned, folder, database
):
    other = await publish(posts, alice)
    await ten_minutes_pass(database)
    await refused(TooLateToUndo, posts.undelete(alice, binned.id))
    assert await posts.purge(10) == 1
    assert folder.files() == {other.content_source}
    assert await database.count("posts.posts") == await database.count("posts.revisions") == 1
    assert await database.count("posts.redirects") == 0
    await refused(TooLateToUndo, posts.undelete(alice, binned.id))
    await refused(PostDeleted, posts.open(binned.url, reader=None))
    await refused(PostDeleted, posts.content(binned))  # for a reader who has opened it before
    assert len(await happened(posts, EventKind.DELETED, EventKind.EXPIRED)) == 1
    again = await publish(posts, alice, title="new name")
    assert await posts.open(binned.url, reader=None) == again


async def test_many_are_removed_a_few_at_a_time_and_by_several_at_once(posts, alice, folder, database):
    for number in range(6):
        await posts.delete(alice, (await publish(posts, alice, f"text {number}")).id)
    await ten_minutes_pass(database)
    assert await posts.purge(2) == 2
    assert sum(await asyncio.gather(*(posts.purge(2) for _ in range(3)))) <= 4
    while await posts.purge(2):
        pass
    assert (await database.count("posts.posts"), folder.files()) == (0, set())


async def test_a_file_that_cannot_be_deleted_stops_nothing(posts, binned, folder, database):
    folder.obstruct(binned.content_source)
    await ten_minutes_pass(database)
    assert await posts.purge(10) == 1
    assert folder.files() == set()
    with pytest.raises(PostNotFound):
        await posts.open(binned.url, reader=None)


@pytest.fixture
async def five(posts: Door, alice: User) -> Any:
    return [await publish(posts, alice, f"text {number}") for number in range(5)]


async def test_all_pastes_of_an_account_are_removed_some_at_a_time(posts, alice, bob, five, folder, database):
    bobs = await publish(posts, bob, "bob's")
    await posts.delete(alice, five[0].id)
    await database.expire(five[1])
    await posts.set_visibility(alice, five[2].id, Visibility.PRIVATE)
    assert [await posts.delete_pastes_of(alice.id, 2) for _ in range(4)] == [2, 2, 1, 0]
    assert folder.files() == {bobs.content_source}
    assert await database.count("posts.posts") == 1
    for post in five[3:]:
        await refused(PostDeleted, posts.open(post.url, reader=None))


async def test_a_paste_that_is_being_changed_is_removed_with_its_account(
    posts, alice, five, one_transaction, folder, database
):
    async with one_transaction() as services:
        await services.editing.revise(alice, five[0].id, draft_of_text("new"))
        removal = asyncio.ensure_future(posts.delete_pastes_of(alice.id, 10))
        assert await database.waits(removal)
    assert (await removal, folder.files()) == (5, set())


async def test_events_are_deleted_with_the_account_unless_caches_need_them(posts, alice, bob, five, database):
    await publish(posts, bob, "bob's")
    await posts.complete_events([event.id for event in await happened(posts, EventKind.PUBLISHED)])
    await posts.delete_pastes_of(alice.id, 10)
    await posts.delete_data_of(alice.id, [CHAT])
    assert {event.author_id for event in await happened(posts, EventKind.DELETED)} == {alice.id}
    assert await database.count("posts.events") == 5 + 1, "what was deleted, and bob's"


async def test_drafts_and_preferences_are_deleted_with_the_account(posts, alice, bob, folder):
    for author, chat in ((alice, CHAT), (bob, ORIGIN.chat_id)):
        await posts.set_terms(author, Terms(Visibility.PRIVATE))
        await posts.save_for_stranger(chat, draft_of_text("waits"))
    await posts.delete_data_of(alice.id, [CHAT])
    assert len(folder.files()) == 1
    assert await posts.terms_of(alice) == Terms()
    assert await posts.publish_drafts(alice, CHAT) == []
    assert await posts.terms_of(bob) == Terms(Visibility.PRIVATE)
    assert len(await posts.publish_drafts(bob, ORIGIN.chat_id)) == 1


async def test_drafts_of_a_shared_chat_are_deleted_with_their_own_account(limited, alice, bob, folder):
    posts, shared = limited(paste_size=1), TelegramId(3)
    for author in (alice, bob):
        await posts.submit(author, shared, draft_of_text(f"of {author.username}"))
    assert [draft.title for draft in await posts.list_drafts(alice.id, [CHAT])] == ["of alice"]
    await posts.delete_data_of(alice.id, [CHAT, shared])
    assert len(folder.files()) == 1
    assert [draft.title for draft in await posts.list_drafts(bob.id, [])] == ["of bob"]
