"""Limits of publishing: a text over a limit becomes a pending draft."""

import asyncio
from typing import Any

import pytest

from auth.models import TelegramId, User
from posts.errors import DraftNotFound
from posts.limits import Allowance, LimitReached
from posts.models import Post
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.doors import Door, posts_door
from tests.posts.conftest import CHAT, ORIGIN, a_minute_passes, limit_of

_FILE = "Ёжик в тумане, и лошадь".encode("cp1251")  # 23 bytes, and 41 in UTF-8


async def submit(posts: Door, author: User, text: str = "a text") -> Any:
    return await posts.submit(author, CHAT, draft_of_text(text))


async def test_one_too_many_in_a_minute_is_pending_with_the_seconds_left(limited, alice, bob, redis):
    posts = limited(pastes_a_minute=3, bytes_a_day=18)
    for _ in range(3):
        assert isinstance(await submit(posts, alice), Post)
    posts = limited(pastes_a_minute=3)
    pending = await submit(posts, alice, "one too many")
    limit = limit_of(pending)
    assert (pending.title, limit.kind, limit.most) == ("one too many", "pastes", 3)
    assert 30 < limit.seconds <= 60
    assert isinstance(await submit(posts, bob), Post), "who has a limit of their own"
    await a_minute_passes(redis)
    assert isinstance(await submit(posts, alice), Post)


async def test_bytes_a_day_are_counted_as_they_are_stored(limited, alice):
    posts = limited(bytes_a_day=12)
    assert isinstance(await submit(posts, alice, "ёжик"), Post)
    pending = await submit(posts, alice, "ёжи")
    assert (pending.limit.kind, pending.limit.most) == ("bytes", 12)
    assert 86_370 < pending.limit.seconds <= 86_400
    assert isinstance(await submit(posts, alice, "ёж"), Post), "for a smaller one there is room"


async def test_the_bytes_of_a_file_are_counted_as_they_were_sent(limited, alice):
    posts = limited(paste_size=23, bytes_a_day=40)
    assert (await posts.submit(alice, CHAT, draft_of_file("a.txt", _FILE))).size == 41
    pending = await posts.submit(alice, CHAT, draft_of_file("b.txt", _FILE))
    assert (pending.limit.kind, pending.limit.most) == ("bytes", 40)
    larger = await posts.submit(alice, CHAT, draft_of_file("c.txt", _FILE + b"!"))
    assert larger.limit == LimitReached("size", 23, 0)
    assert (await limited(paste_size=24).release(alice, CHAT, larger.id)).size == 42


async def test_a_paste_over_the_limit_of_bytes_does_not_count_as_a_paste(limited, alice):
    posts = limited(pastes_a_minute=2, bytes_a_day=10)
    await submit(posts, alice, "12345678")
    for _ in range(3):
        assert (await submit(posts, alice, "too much")).limit.kind == "bytes"
    assert isinstance(await submit(posts, alice, "12"), Post)


async def test_simultaneous_pastes_count_and_one_message_counts_once(limited, alice):
    posts = limited(pastes_a_minute=3)
    draft = draft_of_text("once", origin=ORIGIN)
    assert await posts.submit(alice, CHAT, draft) == await posts.submit(alice, CHAT, draft)
    outcomes = await asyncio.gather(*(submit(posts, alice, f"text {number}") for number in range(8)))
    assert sum(isinstance(outcome, Post) for outcome in outcomes) == 2


@pytest.mark.parametrize("limit", ["paste_size", "bytes_a_day"])
async def test_a_too_large_draft_is_pending_until_the_limit_is_raised(limited, alice, limit):
    posts = limited(**{limit: 4})
    pending = await submit(posts, alice, "ёж5")
    assert pending.limit == LimitReached("size", 4, 0)
    again = await posts.release(alice, CHAT, pending.id)
    assert again.limit == LimitReached("size", 4, 0), "waiting alone does not help"
    assert (await posts.find_draft(CHAT, again.id)).draft.text == "ёж5"
    with pytest.raises(DraftNotFound):
        await posts.find_draft(TelegramId(CHAT + 1), again.id)
    assert isinstance(await submit(posts, alice, "1234"), Post), "it has cost nothing"
    raised = limited(paste_size=5)
    assert await raised.content(await raised.release(alice, CHAT, again.id)) == "ёж5".encode()


async def test_a_too_large_draft_of_a_stranger_is_pending_too(limited, alice):
    posts = limited(paste_size=4)
    await posts.save_for_stranger(CHAT, draft_of_text("12345"))
    (pending,) = await posts.publish_drafts(alice, CHAT)
    assert pending.limit == LimitReached("size", 4, 0)
    assert (await posts.find_draft(CHAT, pending.id)).draft.text == "12345"


async def test_a_derived_title_is_shortened(limited, alice):
    post = await submit(limited(title_length=12), alice, "Twelve letters and more")
    assert post.title == "Twelve…"


async def test_without_redis_everything_is_published(sessions, no_redis, storage, alice):
    posts = posts_door(sessions, no_redis, storage, Allowance(pastes_a_minute=1))
    for _ in range(2):
        assert isinstance(await submit(posts, alice), Post)
