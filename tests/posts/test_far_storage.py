"""No connection to Postgres is held, and no row is locked, while the storage is read or written."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from redis.asyncio import Redis

from auth.models import User
from kernel.database import Sessions
from kernel.storage import Storage
from posts.drafts.models import NotPublished
from posts.limits import MAX_FILE_BYTES, Allowance
from posts.models import Draft, Origin, Part, Post, Visibility
from posts.texts import utf16
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.bucket import Bucket
from tests.doors import Door, posts_door
from tests.far_storage import bucket as bucket
from tests.far_storage import held_connections as held_connections
from tests.posts.conftest import CHAT, STRANGER
from tests.posts.test_credential_warnings import TOKEN

Change = Callable[[Door, User], Awaitable[Callable[[], Awaitable[object]]]]
FIRST, SECOND = "Begin " + "long " * 500, "the end"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def far_posts(sessions: Sessions, redis: Redis, bucket: Bucket) -> Door:
    return posts_door(sessions, redis, Storage(bucket.url))


def a_part(number: int, text: str) -> Draft:
    part = Part(number, utf16.length(text), NOON)
    return draft_of_text(text, origin=Origin(1, CHAT, number), parts=(part,))


async def a_paste(posts: Door, author: User) -> Post:
    post: Post = await posts.submit(author, CHAT, draft_of_text("A text\nof two lines"))
    return post


async def saved_as_pending(posts: Door, author: User) -> NotPublished:
    pending = await posts.submit(author, CHAT, replace(a_part(1, FIRST + TOKEN), title="Telling"))
    assert isinstance(pending, NotPublished)
    return pending


async def publishing(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    file = draft_of_file("a.txt", "Привет, мир! Это просто текст.\n".encode("windows-1251") * 20)
    return lambda: posts.submit(author, CHAT, file)


async def saving(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    return lambda: posts.submit(author, CHAT, draft_of_text(TOKEN))


async def saving_for_a_stranger(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    return lambda: posts.save_for_stranger(STRANGER, draft_of_text("a stranger's"))


async def revising(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    post = await a_paste(posts, author)
    return lambda: posts.revise(author, CHAT, post, draft_of_text("another text"))


async def releasing(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    pending = await saved_as_pending(posts, author)
    return lambda: posts.release(author, CHAT, pending.id, Visibility.UNLISTED)


async def a_pending_file(posts: Door, author: User) -> NotPublished:
    content = f"Привет, мир! Это просто текст.\n{TOKEN}\n".encode("windows-1251") * 20
    pending = await posts.submit(author, CHAT, draft_of_file("a.txt", content, origin=Origin(1, CHAT, 1)))
    assert isinstance(pending, NotPublished)
    return pending


async def releasing_a_file(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    pending = await a_pending_file(posts, author)
    return lambda: posts.release(author, CHAT, pending.id, Visibility.UNLISTED)


async def deleting_a_draft(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    pending = await a_pending_file(posts, author)
    return lambda: posts.delete_draft(CHAT, pending.id)


async def editing_a_pending_file(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    await a_pending_file(posts, author)

    async def edit() -> None:
        async with posts.one_transaction() as services:
            pending = await services.draft_of_message(Origin(1, CHAT, 1))
            other = draft_of_file("b.txt", "Это совсем другой текст.\n".encode("windows-1251") * 20)
            await services.edit_draft(author, CHAT, pending, other)

    return edit


async def editing_a_pending_draft(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    await saved_as_pending(posts, author)

    async def edit() -> None:
        async with posts.one_transaction() as services:
            pending = await services.draft_of_message(Origin(1, CHAT, 1))
            await services.edit_draft(author, CHAT, pending, draft_of_text("nothing to hide"))

    return edit


async def editing_one_message(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    whole = draft_of_text(FIRST + SECOND, origin=Origin(1, CHAT, 1))
    parts = (*a_part(1, FIRST).parts, *a_part(2, SECOND).parts)
    post = await posts.submit(author, CHAT, replace(whole, parts=parts))

    async def edit() -> None:
        async with posts.one_transaction() as services:
            draft = await services.with_changed_part(post, Origin(1, CHAT, 2), "another end")
            await services.revise(author, CHAT, post, draft)

    return edit


async def attaching(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    await posts.submit(author, CHAT, a_part(1, FIRST))

    async def join() -> None:
        async with posts.one_transaction() as services:
            late = await services.find(author, a_part(2, SECOND))
            await services.attach(author, CHAT, late)

    return join


async def attaching_to_a_draft(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    await saved_as_pending(posts, author)

    async def join() -> None:
        async with posts.one_transaction() as services:
            late = await services.find_for_draft(CHAT, a_part(2, SECOND))
            await services.attach_to_draft(author, CHAT, late)

    return join


async def restoring(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    post = await a_paste(posts, author)
    await posts.revise(author, CHAT, post, draft_of_text("another text"))
    return lambda: posts.restore(author, post.id, 1)


async def renaming(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    post = await a_paste(posts, author)
    return lambda: posts.rename(author, post.id, "Another name")


async def rereading(posts: Door, author: User) -> Callable[[], Awaitable[object]]:
    content = "Привет, мир! Это просто текст.\n".encode("windows-1251") * 20
    post = await posts.submit(author, CHAT, draft_of_file("a.txt", content))
    return lambda: posts.reread(author, post.id, "koi8-r")


@pytest.mark.parametrize(
    "change",
    [
        publishing,
        saving,
        saving_for_a_stranger,
        revising,
        releasing,
        releasing_a_file,
        deleting_a_draft,
        editing_a_pending_draft,
        editing_a_pending_file,
        editing_one_message,
        attaching,
        attaching_to_a_draft,
        restoring,
        renaming,
        rereading,
    ],
)
async def test_no_connection_is_held_during_a_transfer(
    far_posts: Door, alice: User, held_connections: list[int], change: Change
) -> None:
    make = await change(far_posts, alice)
    held_connections.clear()
    await make()
    assert held_connections
    assert not any(held_connections)


async def test_what_a_paste_says_already_is_not_stored(
    far_posts: Door, alice: User, held_connections: list[int]
) -> None:
    post = await a_paste(far_posts, alice)
    held_connections.clear()
    await far_posts.revise(alice, CHAT, post, draft_of_text("A text\nof two lines"))
    assert not held_connections


async def test_of_two_equal_texts_each_is_stored_before_anything_is_changed(
    far_posts: Door, alice: User, held_connections: list[int]
) -> None:
    async with far_posts.one_transaction() as services:
        drafts = [await services.prepare(draft_of_text("the same")) for _ in range(2)]
        posts = [await services.submit(alice, CHAT, draft) for draft in drafts]
    assert len({post.content_source for post in posts}) == 2
    assert len(held_connections) == 2
    assert not any(held_connections)


async def test_several_are_released_without_a_connection_as_far_as_they_fit_in_memory(
    far_posts: Door,
    alice: User,
    held_connections: list[int],
    sessions: Sessions,
    redis: Redis,
    bucket: Bucket,
) -> None:
    strict = posts_door(sessions, redis, Storage(bucket.url), Allowance(pastes_a_minute=0))
    sizes = [MAX_FILE_BYTES // 2, MAX_FILE_BYTES // 2, 100]
    for number, size in enumerate(sizes):
        draft = draft_of_text("line\n" * (size // 5), origin=Origin(1, CHAT, number))
        await strict.submit(alice, CHAT, draft)
    held_connections.clear()
    released = []
    for _ in range(2):
        async with far_posts.one_transaction() as services:
            waiting = await services.list_pending(alice.id, CHAT)
            released.append(await services.release_batch(alice, CHAT, waiting))
    assert held_connections
    assert not any(held_connections)
    assert [len(one.done) for one in released] == [2, 1]
    assert [len(one.later) for one in released] == [1, 0]


async def test_as_many_are_released_as_the_limits_have_room_for(
    alice: User, held_connections: list[int], sessions: Sessions, redis: Redis, bucket: Bucket
) -> None:
    strict = posts_door(sessions, redis, Storage(bucket.url), Allowance(pastes_a_minute=0))
    for number in range(3):
        await strict.submit(alice, CHAT, draft_of_text("some text", origin=Origin(1, CHAT, number)))
    stored = set(bucket.files)
    posts = posts_door(sessions, redis, Storage(bucket.url), Allowance(pastes_a_minute=2))
    async with posts.one_transaction() as services:
        waiting = await services.list_pending(alice.id, CHAT)
        released = await services.release_batch(alice, CHAT, waiting)
        assert len(bucket.files.keys() - stored) == 2
    assert [isinstance(outcome, Post) for _, outcome in released.done] == [True, True]
    assert [pending.id for pending in released.over_limit] == [waiting[2].id]
