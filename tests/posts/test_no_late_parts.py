"""Messages that only look like late parts are not added to a paste."""

import pytest

from auth.models import User
from posts.models import Origin, Part
from posts.texts.cuts import may_be_cut
from posts.texts.drafts import draft_of_file, draft_of_markdown, draft_of_text
from tests.doors import Door
from tests.posts.conftest import CHAT, Database
from tests.posts.test_late_parts import BOT, FIRST, LAST, SECOND, attach, late, message, part, published


@pytest.mark.parametrize("seconds", [-3, 3])
async def test_sent_at_another_time_it_is_another_text(posts: Door, alice: User, seconds: int) -> None:
    await published(posts, alice, [1])
    assert await attach(posts, alice, (part(2, SECOND, late=seconds), SECOND)) is None
    assert await attach(posts, alice, (part(2, SECOND, late=2), SECOND))


async def test_a_short_message_has_no_late_part(posts: Door, alice: User) -> None:
    draft = draft_of_text("short", origin=message(1), parts=(part(1, "short"),))
    await posts.submit(alice, CHAT, draft)
    assert await attach(posts, alice, (part(2, SECOND), SECOND)) is None
    assert await attach(posts, alice, (part(0, FIRST), FIRST)), "but it may be the end of one"


@pytest.mark.parametrize(
    ("text", "full"), [("x" * 2048, False), ("x" * 2049, True), ("🎉" * 1024, False), ("🎉" * 1025, True)]
)
def test_a_message_is_full_by_its_utf_16(text: str, full: bool) -> None:
    assert may_be_cut(text) is full


async def test_an_edited_paste_gets_no_late_part(posts: Door, alice: User) -> None:
    post = await published(posts, alice, [1, 2])
    edited = await posts.revise(alice, CHAT, post, draft_of_text("something else"))
    assert await late(posts, alice, 3) is None
    assert await posts.own(alice, post.id) == edited


async def test_after_a_quarter_of_a_minute_it_is_too_late(
    posts: Door, alice: User, database: Database
) -> None:
    await published(posts, alice, [1, 2])
    await database.ago("posts.posts.updated_at", "15 seconds")
    assert await late(posts, alice, 3) is None


async def test_a_file_is_never_a_part(posts: Door, alice: User) -> None:
    await posts.submit(alice, CHAT, draft_of_file("a.txt", FIRST.encode(), origin=message(1)))
    assert await late(posts, alice, 2) is None


async def test_a_text_that_became_markdown_gets_no_late_part(posts: Door, alice: User) -> None:
    parts = (Part(1, 0, part(1, "").sent_at),)
    draft = draft_of_markdown(FIRST, plain=FIRST, origin=message(1), parts=parts)
    await posts.submit(alice, CHAT, draft)
    assert await late(posts, alice, 2) is None


async def test_the_same_message_again_is_no_part(posts: Door, alice: User) -> None:
    post = await published(posts, alice, [1, 2])
    assert await late(posts, alice, 2) == post
    assert await posts.own(alice, post.id) == post


async def test_another_chat_and_another_bot_have_other_texts(posts: Door, alice: User) -> None:
    await published(posts, alice, [1])
    for origin in (Origin(BOT, CHAT + 1, 2), Origin(BOT + 1, CHAT, 2)):
        draft = draft_of_text(SECOND, origin=origin, parts=(part(2, SECOND),))
        assert await posts.find(alice, draft) is None


async def test_another_account_of_the_chat_adds_nothing(posts: Door, alice: User, bob: User) -> None:
    await published(posts, alice, [1])
    assert await late(posts, bob, 2) is None


async def test_a_deleted_or_expired_paste_gets_no_late_part(
    posts: Door, alice: User, database: Database
) -> None:
    deleted = await published(posts, alice, [1])
    await posts.delete(alice, deleted.id)
    assert await late(posts, alice, 2) is None
    await posts.undelete(alice, deleted.id)
    await database.expire(deleted)
    assert await late(posts, alice, 2) is None


async def test_of_two_texts_the_one_that_it_fits_gets_it(posts: Door, alice: User) -> None:
    first = await published(posts, alice, [1])
    other = draft_of_text(FIRST, title="other", origin=message(10), parts=(part(10, FIRST, late=8),))
    second = await posts.submit(alice, CHAT, other)
    joined = await attach(posts, alice, (part(11, LAST, late=8), LAST))
    assert joined
    assert joined.id == second.id
    joined = await attach(posts, alice, (part(2, SECOND, late=1), SECOND))
    assert joined
    assert joined.id == first.id
