"""Visibility of pastes, and how it changes their address."""

import asyncio
import re

import pytest
from redis.asyncio import Redis

from auth.models import User
from posts.errors import PostMoved, PostNotFound
from posts.models import EventKind, Post, Terms, Visibility
from posts.texts.drafts import draft_of_text
from tests.doors import Door
from tests.posts.cached_pages import cache_page, cached_page
from tests.posts.conftest import happened

_SECRET = r"[a-z2-7]{16}"


async def is_unknown(posts: Door, url: str, reader: User | None = None) -> bool:
    with pytest.raises(PostNotFound) as unknown:
        await posts.open(url, reader=reader and reader.id)
    return unknown.value.code == "post-not-found"


async def test_an_unlisted_address_cannot_be_guessed_and_keeps_its_extension(
    posts: Door, alice: User
) -> None:
    draft, unlisted = draft_of_text("print()", title="main.py"), Terms(Visibility.UNLISTED)
    urls = {(await posts.publish(alice, draft, unlisted)).url for _ in range(5)}
    assert len(urls) == 5
    assert all(re.fullmatch(rf"alice/main-{_SECRET}\.py", url) for url in urls)


async def test_the_longest_title_still_has_room_for_what_cannot_be_guessed(posts: Door, alice: User) -> None:
    draft = draft_of_text("x", title="x" * 200)
    post = await posts.publish(alice, draft, Terms(Visibility.UNLISTED))
    assert re.fullmatch(rf"x+-{_SECRET}", post.slug)
    assert len(post.slug) == 64


async def test_what_is_hidden_leaves_its_address_and_nothing_leads_from_there(
    posts: Door, alice: User, note: Post
) -> None:
    await posts.rename(alice, note.id, "plan.md")
    hidden = await posts.set_visibility(alice, note.id, Visibility.UNLISTED)
    assert re.fullmatch(rf"alice/plan-{_SECRET}\.md", hidden.url)
    assert await posts.open(hidden.url, reader=None) == hidden
    assert await is_unknown(posts, "alice/plan.md")
    assert await is_unknown(posts, "alice/note")
    assert await is_unknown(posts, "alice/plan.md", reader=alice)


async def test_what_is_hidden_twice_has_another_address(posts: Door, alice: User, note: Post) -> None:
    hidden = await posts.set_visibility(alice, note.id, Visibility.UNLISTED)
    shown = await posts.set_visibility(alice, note.id, Visibility.PUBLIC)
    assert shown.url == "alice/note"
    with pytest.raises(PostMoved):
        await posts.open(hidden.url, reader=None)
    again = await posts.set_visibility(alice, note.id, Visibility.UNLISTED)
    assert again.url != hidden.url
    assert await is_unknown(posts, hidden.url)


async def test_nobody_but_its_author_knows_of_a_private_paste(
    posts: Door, alice: User, bob: User, note: Post
) -> None:
    hidden = await posts.set_visibility(alice, note.id, Visibility.PRIVATE)
    assert hidden.url == note.url
    assert await posts.open(note.url, reader=alice.id) == hidden
    assert await is_unknown(posts, note.url)
    assert await is_unknown(posts, note.url, reader=bob)
    await posts.delete(alice, note.id)
    assert await is_unknown(posts, note.url, reader=bob)


async def test_what_was_private_is_unlisted_at_a_new_address(posts: Door, alice: User, note: Post) -> None:
    await posts.set_visibility(alice, note.id, Visibility.PRIVATE)
    hidden = await posts.set_visibility(alice, note.id, Visibility.UNLISTED)
    assert await posts.open(hidden.url, reader=None) == hidden
    assert await is_unknown(posts, note.url)


async def test_only_its_author_changes_it(posts: Door, bob: User, note: Post) -> None:
    with pytest.raises(PostNotFound):
        await posts.set_visibility(bob, note.id, Visibility.PRIVATE)
    assert await posts.open(note.url, reader=None) == note


async def test_what_it_is_already_changes_nothing(posts: Door, alice: User, note: Post) -> None:
    hidden = await posts.set_visibility(alice, note.id, Visibility.UNLISTED)
    assert await posts.set_visibility(alice, note.id, Visibility.UNLISTED) == hidden
    assert len(await happened(posts, EventKind.CHANGED)) == 2, "for two addresses, once"


async def test_two_taps_at_once_move_it_once(posts: Door, alice: User, note: Post) -> None:
    taps = (posts.set_visibility(alice, note.id, Visibility.UNLISTED) for _ in range(4))
    assert len({post.url for post in await asyncio.gather(*taps)}) == 1


async def test_no_cache_shows_it_at_its_old_address(
    posts: Door, alice: User, note: Post, redis: Redis
) -> None:
    await cache_page(redis, note.url, "en", b"secret")
    await posts.set_visibility(alice, note.id, Visibility.PRIVATE)
    assert await cached_page(redis, note.url, "en") is None
