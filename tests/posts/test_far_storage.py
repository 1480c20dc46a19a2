"""No connection to Postgres is held, and no row is locked, while the storage is read or written."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from redis.asyncio import Redis

from auth.models import User
from kernel.database import Sessions
from kernel.storage import Storage
from posts.limits import MAX_FILE_BYTES, Allowance
from posts.models import Origin, Part, Post, Visibility
from posts.texts import utf16
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.bucket import Bucket
from tests.doors import Door, posts_door
from tests.far_storage import bucket as bucket
from tests.far_storage import held_connections as held_connections
from tests.posts.conftest import CHAT, STRANGER, TOKEN, revise

_FIRST, _SECOND = "Begin " + "long " * 500, "the end"
_NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
_MESSAGE = Origin(1, CHAT, 1)


@pytest.fixture
def far(sessions: Sessions, redis: Redis, bucket: Bucket) -> Any:
    """The services with that bucket, by the limit of pastes a minute."""
    return lambda most=60: posts_door(sessions, redis, Storage(bucket.url), Allowance(pastes_a_minute=most))


def a_part(number: int, text: str) -> Any:
    part = Part(number, utf16.length(text), _NOON)
    return draft_of_text(text, origin=Origin(1, CHAT, number), parts=(part,))


def a_file(text: str = "Привет, мир! Это просто текст.\n") -> Any:
    return draft_of_file("a.txt", text.encode("windows-1251") * 20, origin=_MESSAGE)


async def test_no_connection_is_held_while_a_paste_is_stored_or_read(far, alice, held_connections):
    posts = far()
    submit = posts.submit
    text = await submit(alice, CHAT, draft_of_text("A text\nof two lines"))
    whole = replace(a_part(1, _FIRST + _SECOND), parts=(*a_part(1, _FIRST).parts, *a_part(2, _SECOND).parts))
    two_messages = await submit(alice, CHAT, whole)
    file = await submit(alice, CHAT, replace(a_file(), origin=None))
    await submit(alice, CHAT, a_part(10, _FIRST))

    async def edit_one_message() -> None:
        async with posts.one_transaction() as services:
            draft = await services.with_changed_part(two_messages, Origin(1, CHAT, 2), "another end")
            await services.revise(alice, CHAT, two_messages, draft)

    async def attach() -> None:
        async with posts.one_transaction() as services:
            await services.attach(alice, CHAT, await services.find(alice, a_part(11, _SECOND)))

    for change in (
        lambda: submit(alice, CHAT, a_file("Это новый файл, и в нём новый текст.\n")),
        lambda: submit(alice, CHAT, draft_of_text(TOKEN)),
        lambda: posts.save_for_stranger(STRANGER, draft_of_text("a stranger's")),
        lambda: revise(posts, alice, text, "another text"),
        lambda: posts.restore(alice, text.id, 1),
        lambda: posts.rename(alice, text.id, "Another name"),
        lambda: posts.reread(alice, file.id, "koi8-r"),
        edit_one_message,
        attach,
    ):
        held_connections.clear()
        await change()
        assert set(held_connections) == {0}
    held_connections.clear()
    await revise(posts, alice, text, "A text\nof two lines")
    assert not held_connections, "what the paste has already is not stored"


@pytest.mark.parametrize("is_file", [False, True])
async def test_no_connection_is_held_while_a_pending_draft_is_stored_or_read(
    far, alice, held_connections, is_file
):
    posts = far()

    async def in_one_transaction(find: Any, change: Any) -> None:
        async with posts.one_transaction() as services:
            await change(services, await find(services))

    async def save() -> Any:
        draft = (
            a_file(f"Привет, мир!\n{TOKEN}\n") if is_file else replace(a_part(1, _FIRST + TOKEN), title="x")
        )
        return await posts.submit(alice, CHAT, draft)

    other = a_file(f"Это совсем другой текст.\n{TOKEN}\n") if is_file else draft_of_text("nothing to hide")
    changes: dict[str, Any] = {
        "edit": lambda _: in_one_transaction(
            lambda services: services.draft_of_message(_MESSAGE),
            lambda services, pending: services.edit_draft(alice, CHAT, pending, other),
        ),
        "delete": lambda pending: posts.delete_draft(CHAT, pending.id),
        "release": lambda pending: posts.release(alice, CHAT, pending.id, Visibility.UNLISTED),
    }
    if not is_file:
        changes["attach"] = lambda _: in_one_transaction(
            lambda services: services.find_for_draft(CHAT, a_part(2, _SECOND)),
            lambda services, late: services.attach_to_draft(alice, CHAT, late),
        )
    for name, change in changes.items():
        pending = await save()
        held_connections.clear()
        await change(pending)
        assert set(held_connections) == {0}, name
        for draft in await posts.list_drafts(alice.id, [CHAT]):
            await posts.delete_draft(CHAT, draft.id)
        for post in (await posts.page_of(alice.id, 0, 10)).posts:
            await posts.delete(alice, post.id)


async def test_of_two_equal_texts_each_is_stored_before_anything_is_changed(far, alice, held_connections):
    async with far().one_transaction() as services:
        drafts = [await services.prepare(draft_of_text("the same")) for _ in range(2)]
        posts = [await services.submit(alice, CHAT, draft) for draft in drafts]
    assert len({post.content_source for post in posts}) == 2
    assert held_connections == [0, 0]


async def release_all(posts: Door, author: User) -> Any:
    async with posts.one_transaction() as services:
        return await services.release_batch(author, CHAT, await services.list_pending(author.id, CHAT))


async def test_a_batch_is_released_without_a_connection_as_far_as_it_fits_in_memory(
    far, alice, held_connections
):
    for number, size in enumerate([MAX_FILE_BYTES // 2, MAX_FILE_BYTES // 2, 100]):
        draft = draft_of_text("line\n" * (size // 5), origin=Origin(1, CHAT, number))
        await far(0).submit(alice, CHAT, draft)
    held_connections.clear()
    released = [await release_all(far(), alice) for _ in range(2)]
    assert set(held_connections) == {0}
    assert [(len(one.done), len(one.later)) for one in released] == [(2, 1), (1, 0)]


async def test_a_batch_is_released_as_far_as_the_limits_have_room(far, alice, bucket):
    for number in range(3):
        await far(0).submit(alice, CHAT, draft_of_text("some text", origin=Origin(1, CHAT, number)))
    stored = set(bucket.files)
    waiting = await far().list_drafts(alice.id, [CHAT])
    released = await release_all(far(2), alice)
    assert len(bucket.files.keys() - stored) == 2
    assert [type(outcome) for _, outcome in released.done] == [Post, Post]
    assert len(waiting) == 3
    assert len(released.over_limit) == 1
