"""Late parts: a message that comes after the rest of its text is added to the paste."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auth.models import User
from posts.errors import PostMoved
from posts.models import Origin, Part, Visibility
from posts.texts import utf16
from posts.texts.drafts import draft_of_file, draft_of_markdown, draft_of_text
from tests.doors import Door
from tests.posts.conftest import CHAT, refused, revise

_SENT = datetime(2026, 11, 24, 12, tzinfo=UTC)
_BOT = 1
# As apps cut them: at most 4,096 UTF-16 units, with emoji of two, and line ends of every kind.
_TEXTS = {
    1: "First line\r\n" + "🎉 ёж\r\n" * 500,
    2: "Second\n" + "print('x')\t👩‍👩‍👧\n" * 150,
    3: "Third \u2028" + "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 " * 200,
    4: "\nLast\r\n\r\n",
}
_WHOLE = "".join(_TEXTS.values()).encode()


def draft_of(
    numbers: Any, title: str | None = None, late: float = 0.0, texts: Any = _TEXTS, origin: Any = None
) -> Any:
    """Make a draft of messages; `late` is how many seconds after the others they were sent."""
    parts = tuple(Part(n, utf16.length(texts[n]), _SENT + timedelta(seconds=late)) for n in numbers)
    whole = "".join(texts[n] for n in numbers)
    return draft_of_text(whole, title=title, origin=origin or Origin(_BOT, CHAT, numbers[0]), parts=parts)


async def published(posts: Door, author: User, *numbers: Any, **options: Any) -> Any:
    return await posts.submit(author, CHAT, draft_of(numbers, **options))


async def attach(posts: Door, author: User, *numbers: Any, **options: Any) -> Any:
    """Add messages, as the bot does, to the paste that they belong to, if there is one."""
    async with posts.one_transaction() as services:
        late = await services.find(author, draft_of(numbers, **options))
        return await services.attach(author, CHAT, late) if late else None


@pytest.mark.parametrize("number", _TEXTS)
async def test_a_late_part_finds_its_place(posts, alice, number):
    post = await published(posts, alice, *(n for n in _TEXTS if n != number))
    await posts.set_visibility(alice, post.id, Visibility.PRIVATE)
    joined = await attach(posts, alice, number)
    assert (joined.id, joined.revision, joined.visibility) == (post.id, 2, Visibility.PRIVATE)
    assert await posts.content(joined) == _WHOLE
    assert [one.message_id for one in await posts.parts_of(joined)] == [1, 2, 3, 4]


async def test_parts_may_come_one_by_one_or_at_once(posts, alice):
    post = await published(posts, alice, 2)
    assert all(await asyncio.gather(*(attach(posts, alice, number) for number in (1, 3))))
    assert (await attach(posts, alice, 4)).revision == 4
    assert await posts.content(await posts.own(alice, post.id)) == _WHOLE


async def test_several_parts_may_come_late_together(posts, alice):
    await published(posts, alice, 1, 2)
    assert await posts.content(await attach(posts, alice, 3, 4)) == _WHOLE


async def test_a_late_beginning_gives_the_title_and_the_address(posts, alice):
    post = await published(posts, alice, 2, 3)
    assert (post.title, post.url) == ("Second", "alice/second")
    joined = await attach(posts, alice, 1)
    assert (joined.title, joined.url) == ("First line", "alice/first-line")
    await refused(PostMoved, posts.open("alice/second", reader=None))


async def test_a_chosen_title_stays(posts, alice):
    post = await published(posts, alice, 2, 3, title="My own")
    joined = await attach(posts, alice, 1)
    assert (joined.title, joined.url) == ("My own", post.url)


async def test_a_late_title_that_is_too_long_is_shortened(limited, alice):
    posts = limited(title_length=10)
    await published(posts, alice, 2, 3)
    joined = await attach(posts, alice, 1, texts={1: "Eleven letters " + _TEXTS[1]})
    assert joined.title == "Eleven…"


async def test_a_message_that_became_a_part_makes_no_other_paste(posts, alice):
    await published(posts, alice, 2, 3)
    joined = await attach(posts, alice, 1)
    for number in (1, 2, 3):
        message = Origin(_BOT, CHAT, number)
        assert await posts.from_message(message) == joined
        assert await posts.submit(alice, CHAT, draft_of_text("again", origin=message)) == joined
        assert await attach(posts, alice, number) == joined
    assert (await posts.own(alice, joined.id)) == joined


@pytest.mark.parametrize("seconds", [-3, 3])
async def test_a_message_of_another_time_is_another_text(posts, alice, seconds):
    await published(posts, alice, 1)
    assert await attach(posts, alice, 2, late=seconds) is None
    assert await attach(posts, alice, 2, late=2)


async def test_a_short_message_has_no_late_part_but_may_be_the_end_of_a_text(posts, alice):
    texts = {**_TEXTS, 5: "short", 6: _TEXTS[2], 4: _TEXTS[1]}
    await published(posts, alice, 5, texts=texts)
    assert await attach(posts, alice, 6, texts=texts) is None
    assert await attach(posts, alice, 4, texts=texts)


async def test_an_edited_or_ended_paste_gets_no_late_part(posts, alice, database):
    post = await published(posts, alice, 1, 2)
    await posts.delete(alice, post.id)
    assert await attach(posts, alice, 3) is None
    await posts.undelete(alice, post.id)
    edited = await revise(posts, alice, post, "something else")
    assert await attach(posts, alice, 3) is None
    assert await posts.own(alice, post.id) == edited


@pytest.mark.parametrize("end", ["expires_at = now()", "updated_at = updated_at - interval '15 seconds'"])
async def test_fifteen_seconds_later_or_after_its_end_a_paste_gets_no_late_part(posts, alice, database, end):
    await published(posts, alice, 1, 2)
    await database.ago("posts.posts.updated_at", "10 seconds")
    assert await attach(posts, alice, 3)
    await database.does(f"UPDATE posts.posts SET {end}")
    assert await attach(posts, alice, 4) is None


async def test_a_file_or_a_formatted_text_gets_no_late_part(posts, alice):
    first = Origin(_BOT, CHAT, 1)
    file = await posts.submit(alice, CHAT, draft_of_file("a.txt", _TEXTS[1].encode(), origin=first))
    assert await attach(posts, alice, 2) is None
    await posts.delete(alice, file.id)
    tenth = Origin(_BOT, CHAT, 10)
    formatted = draft_of_markdown(_TEXTS[1], plain=_TEXTS[1], origin=tenth, parts=(Part(10, 0, _SENT),))
    await posts.submit(alice, CHAT, formatted)
    assert await attach(posts, alice, 11, texts={11: _TEXTS[2]}) is None


async def test_another_chat_bot_or_account_adds_nothing(posts, alice, bob):
    await published(posts, alice, 1)
    for origin in (Origin(_BOT, CHAT + 1, 2), Origin(_BOT + 1, CHAT, 2)):
        assert await attach(posts, alice, 2, origin=origin) is None
    assert await attach(posts, bob, 2) is None


async def test_of_two_texts_the_one_that_it_fits_gets_the_part(posts, alice):
    texts = {1: _TEXTS[1], 2: _TEXTS[2], 10: _TEXTS[1], 11: _TEXTS[4]}
    first = await published(posts, alice, 1, texts=texts)
    second = await published(posts, alice, 10, title="other", late=8, texts=texts)
    assert (await attach(posts, alice, 11, late=8, texts=texts)).id == second.id
    assert (await attach(posts, alice, 2, late=1, texts=texts)).id == first.id


async def test_a_message_that_was_a_whole_text_is_known_after_an_edit(posts, alice):
    whole = draft_of([1])
    await revise(posts, alice, await posts.submit(alice, CHAT, whole), "edited")
    assert await posts.was_whole_text(Origin(_BOT, CHAT, 1))
    assert await posts.is_unedited(whole)
    assert not await posts.is_unedited(replace(whole, text="edited"))
    await published(posts, alice, 2, 3)
    assert not await posts.was_whole_text(Origin(_BOT, CHAT, 2))
