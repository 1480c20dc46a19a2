"""Announcements: followers get one event in the life of a paste, if everybody may read it."""

import asyncio
from datetime import timedelta

import pytest

from auth.models import User
from posts.models import EventKind, Post, PostEvent, Terms, Visibility
from posts.texts.drafts import draft_of_text
from tests.doors import Door
from tests.posts.conftest import CHAT, happened


async def announced(posts: Door) -> list[PostEvent]:
    return await happened(posts, EventKind.PUBLISHED)


async def test_a_public_paste_is_announced_when_it_is_published(posts: Door, alice: User, note: Post) -> None:
    (event,) = await announced(posts)
    assert (event.post_id, event.author_id, event.url, event.title) == (note.id, alice.id, note.url, "note")


@pytest.mark.parametrize("visibility", [Visibility.UNLISTED, Visibility.PRIVATE])
async def test_of_another_when_everybody_may_read_it(
    posts: Door, alice: User, visibility: Visibility
) -> None:
    hidden = await posts.publish(alice, draft_of_text("x", title="hidden"), Terms(visibility))
    assert await announced(posts) == []
    await posts.set_visibility(alice, hidden.id, Visibility.PUBLIC)
    (event,) = await announced(posts)
    assert (event.post_id, event.url) == (hidden.id, "alice/hidden")


async def test_once_even_if_it_is_hidden_and_shown_again(posts: Door, alice: User, note: Post) -> None:
    for visibility in (Visibility.PRIVATE, Visibility.PUBLIC, Visibility.UNLISTED, Visibility.PUBLIC):
        await posts.set_visibility(alice, note.id, visibility)
    assert len(await announced(posts)) == 1


async def test_it_is_announced_once(posts: Door, alice: User, note: Post) -> None:
    await posts.complete_events([event.id for event in await announced(posts)])
    for visibility in (Visibility.PRIVATE, Visibility.PUBLIC):
        await posts.set_visibility(alice, note.id, visibility)
    assert await announced(posts) == []


async def test_once_even_if_it_is_shown_twice_at_once(posts: Door, alice: User) -> None:
    hidden = await posts.publish(alice, draft_of_text("x"), Terms(Visibility.PRIVATE))
    await asyncio.gather(*(posts.set_visibility(alice, hidden.id, Visibility.PUBLIC) for _ in range(4)))
    assert len(await announced(posts)) == 1


async def test_of_no_other_change(posts: Door, alice: User, note: Post) -> None:
    await posts.rename(alice, note.id, "new")
    await posts.revise(alice, CHAT, note, draft_of_text("second text"))
    await posts.set_language(alice, note.id, "python")
    await posts.delete(alice, note.id)
    await posts.undelete(alice, note.id)
    assert len(await announced(posts)) == 1
    assert await happened(posts, EventKind.CHANGED)


async def test_two_workers_at_once_never_claim_the_same_event(posts: Door, alice: User) -> None:
    for number in range(3):
        await posts.publish(alice, draft_of_text("text", title=f"note {number}"))
    claim = ([EventKind.PUBLISHED], timedelta(0), 2)
    async with posts.one_transaction() as one, posts.one_transaction() as other:
        assert [event.title for event in await one.claim_events(*claim)] == ["note 0", "note 1"]
        assert [event.title for event in await other.claim_events(*claim)] == ["note 2"]
    assert len(await announced(posts)) == 3, "what nobody completes waits for the next"
