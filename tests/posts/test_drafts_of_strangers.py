"""Drafts of strangers are pending until the chat has an account."""

import tracemalloc
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from redis.asyncio import Redis

from auth.models import TelegramId, User
from kernel.database import Sessions
from kernel.storage import Storage
from posts.drafts.models import NotPublished
from posts.limits import Allowance
from posts.models import Draft, Origin, Part, Post, Terms, Visibility
from posts.texts import utf16
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.doors import Door, posts_door
from tests.posts.conftest import ORIGIN, STRANGER, ContentFolder, Database

NOON = datetime(2025, 6, 16, 12, tzinfo=UTC)
LONG = "long " * 500


def origin(number: int) -> Origin:
    return Origin(ORIGIN.bot_id, ORIGIN.chat_id, number)


async def test_all_that_waits_is_published_in_order(posts: Door, alice: User) -> None:
    texts = ["first\r\n", "второй", "🎉 third\n\n"]
    for number, text in enumerate(texts):
        await posts.save_for_stranger(
            STRANGER, draft_of_text(text, title=f"{number}.lua", origin=origin(number))
        )
    published: list[Post] = await posts.publish_drafts(alice, STRANGER)
    assert [await posts.content(post) for post in published] == [text.encode() for text in texts]
    assert [(post.title, post.language) for post in published] == [(f"{n}.lua", "lua") for n in range(3)]


async def test_a_published_draft_is_not_pending_any_more(posts: Door, alice: User) -> None:
    await posts.save_for_stranger(STRANGER, draft_of_text("once", origin=ORIGIN))
    assert len(await posts.publish_drafts(alice, STRANGER)) == 1
    assert await posts.publish_drafts(alice, STRANGER) == []


async def test_drafts_of_another_chat_are_not_published(posts: Door, alice: User) -> None:
    await posts.save_for_stranger(STRANGER, draft_of_text("mine", origin=ORIGIN))
    assert await posts.publish_drafts(alice, TelegramId(STRANGER + 1)) == []
    assert len(await posts.publish_drafts(alice, STRANGER)) == 1


async def test_the_same_message_is_saved_once(posts: Door, alice: User, folder: ContentFolder) -> None:
    for _ in range(2):
        await posts.save_for_stranger(STRANGER, draft_of_text("once", origin=ORIGIN))
    assert len(folder.files()) == 1
    assert len(await posts.publish_drafts(alice, STRANGER)) == 1


async def test_a_message_that_was_saved_and_published_comes_back_as_that_paste(
    posts: Door, alice: User
) -> None:
    draft = draft_of_text("once", origin=ORIGIN)
    await posts.save_for_stranger(STRANGER, draft)
    (post,) = await posts.publish_drafts(alice, STRANGER)
    assert await posts.publish(alice, draft) == post


async def test_drafts_without_an_origin_are_all_saved(posts: Door, alice: User) -> None:
    for _ in range(2):
        await posts.save_for_stranger(STRANGER, draft_of_text("same"))
    assert len(await posts.publish_drafts(alice, STRANGER)) == 2


async def test_only_the_pastes_files_stay(posts: Door, alice: User, folder: ContentFolder) -> None:
    for number in range(2):
        await posts.save_for_stranger(STRANGER, draft_of_text(f"text {number}", origin=origin(number)))
    published = await posts.publish_drafts(alice, STRANGER)
    assert folder.files() == {post.content_source for post in published}


async def test_drafts_stay_pending_when_publishing_fails(
    posts: Door, alice: User, folder: ContentFolder
) -> None:
    await posts.save_for_stranger(STRANGER, draft_of_text("kept", origin=ORIGIN))
    (key,) = folder.files()
    folder.hide(key)
    with pytest.raises(FileNotFoundError):
        await posts.publish_drafts(alice, STRANGER)
    folder.show(key)
    (post,) = await posts.publish_drafts(alice, STRANGER)
    assert await posts.content(post) == b"kept"


async def test_drafts_over_a_limit_stay_pending(
    sessions: Sessions, redis: Redis, storage: Storage, alice: User
) -> None:
    posts = posts_door(sessions, redis, storage, Allowance(pastes_a_minute=1))
    for number in range(3):
        await posts.save_for_stranger(STRANGER, draft_of_text(f"text {number}", origin=origin(number)))
    first, *others = await posts.publish_drafts(alice, STRANGER)
    assert await posts.content(first) == b"text 0"
    assert [(type(pending), pending.title) for pending in others] == [
        (NotPublished, "text 1"),
        (NotPublished, "text 2"),
    ]
    await redis.flushall()
    assert await posts.content(await posts.release(alice, STRANGER, others[1].id)) == b"text 2"


async def test_it_is_published_by_the_preferences_of_its_author(posts: Door, alice: User) -> None:
    await posts.set_terms(alice, Terms(Visibility.PRIVATE))
    await posts.save_for_stranger(STRANGER, draft_of_text("mine", origin=ORIGIN))
    (post,) = await posts.publish_drafts(alice, STRANGER)
    assert post.visibility is Visibility.PRIVATE


async def test_drafts_are_deleted_after_a_month(
    posts: Door, alice: User, folder: ContentFolder, database: Database
) -> None:
    await posts.save_for_stranger(STRANGER, draft_of_text("old", origin=ORIGIN))
    await database.ago("posts.drafts.created_at", "29 days")
    await posts.save_for_stranger(STRANGER, draft_of_text("new", origin=origin(8)))
    await posts.delete_old_drafts()
    assert len(folder.files()) == 2
    await database.ago("posts.drafts.created_at", "1 day")
    await posts.delete_old_drafts()
    (post,) = await posts.publish_drafts(alice, STRANGER)
    assert folder.files() == {post.content_source}
    assert post.title == "new"


async def test_files_are_published_one_after_the_other_in_little_room(posts: Door, alice: User) -> None:
    megabyte = b"a line of the log\n" * (1024 * 1024 // 18)
    for number in range(30):
        name = f"{number}.log"
        await posts.save_for_stranger(STRANGER, draft_of_file(name, megabyte, origin=origin(number)))
    tracemalloc.start()
    try:
        published = await posts.publish_drafts(alice, STRANGER)
        assert tracemalloc.get_traced_memory()[1] < 15 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert [post.title for post in published] == [f"{number}.log" for number in range(30)]


async def test_what_was_cut_is_one_text_also_around_a_file(posts: Door, alice: User) -> None:
    now = datetime.now(UTC)
    begin, end = "a word " * 500, "the end"
    await posts.save_for_stranger(STRANGER, part_of(3, end, now))
    await posts.save_for_stranger(STRANGER, draft_of_file("a.txt", b"a file", origin=origin(2)))
    await posts.save_for_stranger(STRANGER, part_of(1, begin, now))
    both, file = await posts.publish_drafts(alice, STRANGER)
    assert await posts.content(both) == f"{begin}{end}".encode()
    assert file.title == "a.txt"


def part_of(number: int, text: str, sent_at: datetime) -> Draft:
    return draft_of_text(text, origin=origin(number), parts=(Part(number, len(text), sent_at),))


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_parts_of_one_text_are_put_together_in_whatever_order_they_came(
    posts: Door, alice: User, order: tuple[int, ...]
) -> None:
    texts = [f"Begin {LONG}", f"middle {LONG}", "end"]
    for number in order:
        part = Part(number, utf16.length(texts[number]), NOON)
        await posts.save_for_stranger(
            STRANGER, draft_of_text(texts[number], origin=origin(number), parts=(part,))
        )
    other = Part(9, 5, NOON + timedelta(minutes=1))
    await posts.save_for_stranger(STRANGER, draft_of_text("other", origin=origin(9), parts=(other,)))
    published: list[Post] = await posts.publish_drafts(alice, STRANGER)
    assert [(await posts.content(post)).decode() for post in published] == ["".join(texts), "other"]
