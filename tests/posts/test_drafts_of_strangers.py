"""Drafts of strangers are pending until the chat has an account."""

import tracemalloc
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from auth.models import TelegramId
from posts.drafts.models import NotPublished
from posts.models import Origin, Part, Post, Terms, Visibility
from posts.texts import utf16
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.doors import Door
from tests.posts.conftest import ORIGIN, STRANGER

_NOON = datetime(2025, 6, 16, 12, tzinfo=UTC)
_LONG = "long " * 500


def origin(number: int) -> Any:
    return Origin(ORIGIN.bot_id, ORIGIN.chat_id, number)


async def save(
    posts: Door,
    text: str,
    number: int | None = None,
    title: str | None = None,
    sent_at: datetime | None = None,
) -> None:
    """Save a text; with a time, as a part of a longer one."""
    parts = (Part(number, utf16.length(text), sent_at),) if number is not None and sent_at else ()
    message = None if number is None else origin(number)
    await posts.save_for_stranger(STRANGER, draft_of_text(text, title=title, origin=message, parts=parts))


async def contents(posts: Door, published: list[Post]) -> Any:
    return [(await posts.content(post)).decode() for post in published]


async def test_drafts_are_published_once_in_order_for_their_chat(posts, alice, folder):
    texts = ["first\r\n", "второй", "🎉 third\n\n"]
    for number, text in enumerate(texts):
        await save(posts, text, number, f"{number}.lua")
    assert await posts.publish_drafts(alice, TelegramId(STRANGER + 1)) == []
    published = await posts.publish_drafts(alice, STRANGER)
    assert await contents(posts, published) == texts
    assert [(post.title, post.language) for post in published] == [(f"{n}.lua", "lua") for n in range(3)]
    assert folder.files() == {post.content_source for post in published}
    assert await posts.publish_drafts(alice, STRANGER) == []


async def test_a_message_that_comes_again_is_saved_and_published_once(posts, alice, folder):
    for _ in range(2):
        await save(posts, "once", 7)
    assert len(folder.files()) == 1
    (post,) = await posts.publish_drafts(alice, STRANGER)
    assert await posts.publish(alice, draft_of_text("once", origin=origin(7))) == post


async def test_drafts_without_an_origin_are_all_saved(posts, alice):
    for _ in range(2):
        await save(posts, "same")
    assert len(await posts.publish_drafts(alice, STRANGER)) == 2


async def test_drafts_stay_pending_when_publishing_fails(posts, alice, folder):
    await posts.set_terms(alice, Terms(Visibility.PRIVATE))
    await save(posts, "kept", 7)
    (key,) = folder.files()
    folder.hide(key)
    with pytest.raises(FileNotFoundError):
        await posts.publish_drafts(alice, STRANGER)
    folder.show(key)
    (post,) = await posts.publish_drafts(alice, STRANGER)
    assert await posts.content(post) == b"kept"
    assert post.visibility is Visibility.PRIVATE, "by the preferences of its author"


async def test_drafts_over_a_limit_stay_pending(limited, redis, alice):
    posts = limited(pastes_a_minute=1)
    for number in range(3):
        await save(posts, f"text {number}", number)
    first, *others = await posts.publish_drafts(alice, STRANGER)
    assert await posts.content(first) == b"text 0"
    assert [(type(pending), pending.title) for pending in others] == [
        (NotPublished, "text 1"),
        (NotPublished, "text 2"),
    ]
    await redis.flushall()
    assert await posts.content(await posts.release(alice, STRANGER, others[1].id)) == b"text 2"


async def test_drafts_are_deleted_after_a_month(posts, alice, folder, database):
    await save(posts, "old", 7)
    await database.ago("posts.drafts.created_at", "29 days")
    await save(posts, "new", 8)
    await posts.delete_old_drafts()
    assert len(folder.files()) == 2
    await database.ago("posts.drafts.created_at", "1 day")
    await posts.delete_old_drafts()
    (post,) = await posts.publish_drafts(alice, STRANGER)
    assert folder.files() == {post.content_source}
    assert post.title == "new"


async def test_files_are_published_one_after_the_other_in_little_memory(posts, alice):
    megabyte = b"a line of the log\n" * (1024 * 1024 // 18)
    for number in range(14):
        draft = draft_of_file(f"{number}.log", megabyte, origin=origin(number))
        await posts.save_for_stranger(STRANGER, draft)
    tracemalloc.start()
    try:
        published = await posts.publish_drafts(alice, STRANGER)
        assert tracemalloc.get_traced_memory()[1] < 10 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert [post.title for post in published] == [f"{number}.log" for number in range(14)]


async def test_a_cut_text_is_one_paste_also_around_a_file(posts, alice):
    now = datetime.now(UTC)
    await save(posts, "the end", 3, sent_at=now)
    await posts.save_for_stranger(STRANGER, draft_of_file("a.txt", b"a file", origin=origin(2)))
    await save(posts, "a word " * 500, 1, sent_at=now)
    both, file = await posts.publish_drafts(alice, STRANGER)
    assert await contents(posts, [both]) == ["a word " * 500 + "the end"]
    assert file.title == "a.txt"


async def test_parts_of_one_text_are_joined_in_whatever_order_they_came(posts, alice):
    texts = [f"Begin {_LONG}", f"middle {_LONG}", "end"]
    for place, order in enumerate(permutations(range(3))):
        for number in order:
            await save(posts, texts[number], 10 * place + number, sent_at=_NOON)
        await save(posts, "other", 10 * place + 9, sent_at=_NOON + timedelta(minutes=1))
        published = await posts.publish_drafts(alice, STRANGER)
        assert await contents(posts, published) == ["".join(texts), "other"]
