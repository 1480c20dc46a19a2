"""Renaming changes the title and the address."""

import asyncio

import pytest
from redis.asyncio import Redis

from auth.models import User
from kernel.database import Sessions
from kernel.storage import Storage
from posts.errors import EmptyTitle, PostNotFound, TitleTooLong
from posts.limits import Allowance
from posts.models import EventKind, Post, PostUrl, Visibility
from posts.texts.drafts import draft_of_text
from tests.doors import Door, posts_door
from tests.posts.cached_pages import cache_page, cached_page
from tests.posts.conftest import happened


async def test_title_and_address_change_and_nothing_else(posts: Door, alice: User, note: Post) -> None:
    renamed = await posts.rename(alice, note.id, "  Моя\n заметка.py ")
    assert (renamed.title, renamed.url) == ("Моя заметка.py", "alice/moia-zametka.py")
    assert await posts.open(renamed.url, reader=None) == renamed
    assert await posts.content(renamed) == b"a text"
    same = ("id", "content_source", "created_at", "revision", "language", "visibility", "sha256", "size")
    assert [getattr(renamed, name) for name in same] == [getattr(note, name) for name in same]
    assert renamed.updated_at > note.updated_at


async def test_a_title_of_the_same_words_keeps_the_address(posts: Door, alice: User, note: Post) -> None:
    renamed = await posts.rename(alice, note.id, "Note!")
    assert (renamed.title, renamed.url) == ("Note!", "alice/note")


async def test_a_taken_address_gets_a_number(posts: Door, alice: User, bob: User, note: Post) -> None:
    other = await posts.publish(alice, draft_of_text("x", title="other"))
    assert (await posts.rename(alice, other.id, "note")).url == "alice/note-2"
    bobs = await posts.publish(bob, draft_of_text("x", title="bob's"))
    assert (await posts.rename(bob, bobs.id, "note")).url == "bob/note"


async def test_a_numbered_address_is_kept_by_the_title_that_it_fits(
    posts: Door, alice: User, note: Post
) -> None:
    second = await posts.publish(alice, draft_of_text("x", title="note"))
    assert (await posts.rename(alice, second.id, "note 2")).url == second.url == "alice/note-2"


async def test_two_renamed_to_the_same_at_once_both_get_an_address(
    posts: Door, alice: User, note: Post
) -> None:
    others = [await posts.publish(alice, draft_of_text("x", title=f"t{n}")) for n in range(4)]
    renamed = await asyncio.gather(*(posts.rename(alice, post.id, "same") for post in [note, *others]))
    assert {post.url for post in renamed} == {"alice/same"} | {f"alice/same-{n}" for n in range(2, 6)}
    assert {post.title for post in renamed} == {"same"}


async def test_one_paste_renamed_twice_at_once_has_one_of_the_names(
    posts: Door, alice: User, note: Post
) -> None:
    await asyncio.gather(*(posts.rename(alice, note.id, f"name {n}") for n in range(4)))
    now = await posts.own(alice, note.id)
    assert now.url == f"alice/{now.title.replace(' ', '-')}"
    assert await posts.open(now.url, reader=None) == now


@pytest.mark.parametrize("title", ["", " \n\t", "\u200b", "\x01"])
async def test_a_title_that_nobody_could_see_is_refused(
    posts: Door, alice: User, note: Post, title: str
) -> None:
    with pytest.raises(EmptyTitle):
        await posts.rename(alice, note.id, title)


async def test_a_title_that_is_too_long_is_refused_and_says_by_how_much(
    posts: Door, alice: User, note: Post
) -> None:
    assert (await posts.rename(alice, note.id, "ё" * 120)).title == "ё" * 120
    with pytest.raises(TitleTooLong) as refusal:
        await posts.rename(alice, note.id, "ё" * 121)
    assert refusal.value.data == {"count": 121, "longest": 120}


async def test_how_long_it_may_be_is_a_setting(
    sessions: Sessions, redis: Redis, storage: Storage, alice: User, note: Post
) -> None:
    strict = posts_door(sessions, redis, storage, Allowance(title_length=10))
    with pytest.raises(TitleTooLong) as refusal:
        await strict.rename(alice, note.id, "x" * 11)
    assert refusal.value.data == {"count": 11, "longest": 10}


async def test_only_the_author_renames_a_paste(posts: Door, bob: User, note: Post) -> None:
    with pytest.raises(PostNotFound):
        await posts.rename(bob, note.id, "mine")
    assert await posts.get(note.id) == note


async def test_pages_of_both_addresses_are_dropped_and_followers_get_no_event(
    posts: Door, alice: User, note: Post, redis: Redis
) -> None:
    urls = [PostUrl("alice/note"), PostUrl("alice/new")]
    for url in urls:
        await cache_page(redis, url, "en", b"as it was")
    await posts.rename(alice, note.id, "new")
    assert [await cached_page(redis, url, "en") for url in urls] == [None, None]
    assert [event.url for event in await happened(posts, EventKind.CHANGED)] == urls
    assert len(await happened(posts, EventKind.PUBLISHED)) == 1


async def test_an_unlisted_paste_stays_unguessable(posts: Door, alice: User, note: Post) -> None:
    hidden = await posts.set_visibility(alice, note.id, Visibility.UNLISTED)
    renamed = await posts.rename(alice, note.id, "new")
    assert renamed.url.startswith("alice/new-")
    assert len(renamed.url) > len("alice/new-") + 15
    assert (await posts.open(renamed.url, reader=None)).id == hidden.id


async def test_a_title_that_was_found_and_tells_a_secret_is_not_taken(
    posts: Door, alice: User, note: Post
) -> None:
    token = "ghp_" + "a1B2c3D4e5F6" * 3
    assert await posts.retitle(alice, note, f"my token {token}") == note
    assert (await posts.retitle(alice, note, "my token")).url == "alice/my-token"
