"""Announcements: followers get one event in the life of a paste, if everybody may read it."""

import asyncio
from datetime import timedelta
from typing import Any

from posts.models import EventKind, Visibility
from tests.doors import Door
from tests.posts.conftest import happened, publish, revise


async def announced(posts: Door) -> Any:
    return await happened(posts, EventKind.PUBLISHED)


async def test_a_public_paste_keep_announcement_once_whatever_happens_to_it(posts, alice, note):
    (event,) = await announced(posts)
    assert (event.post_id, event.author_id, event.url, event.title) == (note.id, alice.id, note.url, "note")
    await revise(posts, alice, await posts.rename(alice, note.id, "new"), "second text")
    await posts.set_language(alice, note.id, "python")
    await posts.delete(alice, note.id)
    await posts.undelete(alice, note.id)
    for visibility in (Visibility.PRIVATE, Visibility.PUBLIC, Visibility.UNLISTED, Visibility.PUBLIC):
        await posts.set_visibility(alice, note.id, visibility)
    assert [again.id for again in await announced(posts)] == [event.id]
    await posts.complete_events([event.id])
    for visibility in (Visibility.PRIVATE, Visibility.PUBLIC):
        await posts.set_visibility(alice, note.id, visibility)
    assert await announced(posts) == []
    assert await happened(posts, EventKind.CHANGED)


async def test_a_hidden_paste_keep_announcement_once_when_everybody_may_read_it(posts, alice):
    for visibility in (Visibility.UNLISTED, Visibility.PRIVATE):
        hidden = await publish(posts, alice, title=visibility, visibility=visibility)
        assert await announced(posts) == []
        showing = (posts.set_visibility(alice, hidden.id, Visibility.PUBLIC) for _ in range(4))
        await asyncio.gather(*showing)
        (event,) = await announced(posts)
        assert (event.post_id, event.url) == (hidden.id, f"alice/{visibility}")
        await posts.complete_events([event.id])


async def test_two_workers_at_once_never_claim_the_same_event(posts, alice):
    for number in range(3):
        await publish(posts, alice, title=f"note {number}")
    claim = ([EventKind.PUBLISHED], timedelta(0), 2)
    async with posts.one_transaction() as one, posts.one_transaction() as other:
        assert [event.title for event in await one.claim_events(*claim)] == ["note 0", "note 1"]
        assert [event.title for event in await other.claim_events(*claim)] == ["note 2"]
    assert len(await announced(posts)) == 3, "what nobody completes waits for the next"


async def test_a_claimed_event_is_hidden_until_it_is_completed(posts, alice, note):
    await posts.set_language(alice, note.id, "python")
    await posts.delete(alice, note.id)
    kinds = [EventKind.CHANGED, EventKind.DELETED]
    events = await happened(posts, *kinds)
    assert [event.kind for event in events] == kinds
    for event in events:
        named = (event.post_id, event.author_id, event.url, event.title)
        assert named == (note.id, alice.id, "alice/note", "note")
    assert await posts.claim_events(kinds, timedelta(minutes=1), 10) == []
    await posts.complete_events([event.id for event in events])
    assert await happened(posts, *kinds) == []
    assert len(await announced(posts)) == 1
