"""Late parts: a message that comes after the rest of its text is added to the paste."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from auth.models import User
from kernel.database import Sessions
from kernel.storage import Storage
from posts.errors import PostMoved
from posts.limits import Allowance
from posts.models import Origin, Part, Post, Visibility
from posts.texts import utf16
from posts.texts.drafts import draft_of_text
from tests.doors import Door, posts_door
from tests.posts.conftest import CHAT

_SENT = datetime(2026, 11, 24, 12, tzinfo=UTC)
BOT = 1
# As apps cut them: at most 4,096 UTF-16 units, with emoji of two, and line ends of every kind.
FIRST = "First line\r\n" + "🎉 ёж\r\n" * 500
SECOND = "Second\n" + "print('x')\t👩‍👩‍👧\n" * 150
THIRD = "Third \u2028" + "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 " * 200
LAST = "\nLast\r\n\r\n"
_ALL = (FIRST, SECOND, THIRD, LAST)


def part(number: int, text: str, late: float = 0) -> Part:
    return Part(number, utf16.length(text), _SENT + timedelta(seconds=late))


def message(number: int) -> Origin:
    return Origin(BOT, CHAT, number)


async def published(posts: Door, author: User, numbers: Sequence[int], title: str | None = None) -> Post:
    """Publish some of the four messages, numbered from 1."""
    texts = [_ALL[number - 1] for number in numbers]
    parts = tuple(part(number, text) for number, text in zip(numbers, texts, strict=True))
    draft = draft_of_text("".join(texts), title=title, origin=message(numbers[0]), parts=parts)
    post: Post = await posts.submit(author, CHAT, draft)
    return post


async def attach(posts: Door, author: User, *pieces: tuple[Part, str]) -> Post | None:
    """Add messages, as the bot does, to the paste that they belong to, if there is one."""
    parts, texts = zip(*pieces, strict=True)
    draft = draft_of_text("".join(texts), origin=message(parts[0].message_id), parts=parts)
    async with posts.one_transaction() as services:
        late = await services.find(author, draft)
        post: Post | None = await services.attach(author, CHAT, late) if late else None
        return post


async def late(posts: Door, author: User, number: int) -> Post | None:
    text = _ALL[number - 1]
    return await attach(posts, author, (part(number, text), text))


@pytest.mark.parametrize("number", [1, 2, 3, 4])
async def test_a_late_part_finds_its_place(posts: Door, alice: User, number: int) -> None:
    post = await published(posts, alice, [n for n in (1, 2, 3, 4) if n != number])
    joined = await late(posts, alice, number)
    assert joined
    assert (joined.id, joined.revision) == (post.id, 2)
    assert await posts.content(joined) == "".join(_ALL).encode()
    assert [one.message_id for one in await posts.parts_of(joined)] == [1, 2, 3, 4]


async def test_parts_may_come_one_by_one(posts: Door, alice: User) -> None:
    post = await published(posts, alice, [2])
    assert all([await late(posts, alice, number) for number in (4, 1, 3)])
    joined = await posts.own(alice, post.id)
    assert joined.revision == 4
    assert await posts.content(joined) == "".join(_ALL).encode()


async def test_parts_that_come_at_once_are_all_joined(posts: Door, alice: User) -> None:
    post = await published(posts, alice, [2])
    assert all(await asyncio.gather(*(late(posts, alice, number) for number in (1, 3))))
    assert await posts.content(await posts.own(alice, post.id)) == (FIRST + SECOND + THIRD).encode()


async def test_some_may_come_late_together(posts: Door, alice: User) -> None:
    await published(posts, alice, [1, 2])
    joined = await attach(posts, alice, (part(3, THIRD), THIRD), (part(4, LAST), LAST))
    assert joined
    assert await posts.content(joined) == "".join(_ALL).encode()


async def test_a_late_beginning_gives_the_title_and_the_address(posts: Door, alice: User) -> None:
    post = await published(posts, alice, [2, 3])
    assert (post.title, post.url) == ("Second", "alice/second")
    joined = await late(posts, alice, 1)
    assert joined
    assert (joined.title, joined.url) == ("First line", "alice/first-line")
    with pytest.raises(PostMoved):
        await posts.open("alice/second", reader=None)


async def test_a_title_that_somebody_chose_stays(posts: Door, alice: User) -> None:
    post = await published(posts, alice, [2, 3], title="My own")
    joined = await late(posts, alice, 1)
    assert joined
    assert (joined.title, joined.url) == ("My own", post.url)


async def test_a_late_title_that_is_too_long_is_shortened(
    sessions: Sessions, redis: Redis, storage: Storage, alice: User
) -> None:
    posts = posts_door(sessions, redis, storage, Allowance(title_length=10))
    await published(posts, alice, [2, 3])
    text = "Eleven letters " + FIRST
    joined = await attach(posts, alice, (part(1, text), text))
    assert joined
    assert joined.title == "Eleven…"


async def test_a_message_that_became_part_of_a_paste_makes_no_other(posts: Door, alice: User) -> None:
    await published(posts, alice, [2, 3])
    joined = await late(posts, alice, 1)
    for number in (1, 2, 3):
        again = draft_of_text("again", origin=message(number))
        assert await posts.from_message(message(number)) == joined
        assert await posts.submit(alice, CHAT, again) == joined
    assert await late(posts, alice, 1) == joined


async def test_a_private_paste_stays_private(posts: Door, alice: User) -> None:
    post = await published(posts, alice, [2, 3])
    await posts.set_visibility(alice, post.id, Visibility.PRIVATE)
    joined = await late(posts, alice, 1)
    assert joined
    assert joined.visibility is Visibility.PRIVATE
