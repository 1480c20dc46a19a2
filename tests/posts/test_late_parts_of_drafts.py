"""Late parts of pending drafts are added to them, and no other text is lost."""

from datetime import UTC, datetime

from auth.models import User
from posts.drafts.models import NotPublished
from posts.models import Draft, Origin, Part, Post, Visibility
from posts.texts import utf16
from posts.texts.drafts import draft_of_text
from tests.doors import Door
from tests.posts.conftest import CHAT, ContentFolder
from tests.posts.test_credential_warnings import TOKEN

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
BEGIN = f"Begin {TOKEN} " + "long " * 500


def message(number: int, text: str) -> Draft:
    part = Part(number, utf16.length(text), NOON)
    return draft_of_text(text, origin=Origin(1, CHAT, number), parts=(part,))


async def saved_as_pending(posts: Door, author: User) -> NotPublished:
    pending = await posts.submit(author, CHAT, message(1, BEGIN))
    assert isinstance(pending, NotPublished)
    return pending


async def test_of_two_that_are_prepared_at_once_none_is_lost(
    posts: Door, alice: User, folder: ContentFolder
) -> None:
    pending = await saved_as_pending(posts, alice)
    async with posts.one_transaction() as services:
        late = [
            await services.find_for_draft(CHAT, message(number, text))
            for number, text in ((2, "end"), (3, "other"))
        ]
        first, second = [await services.attach_to_draft(alice, CHAT, one) for one in late]
    assert isinstance(first, NotPublished)
    assert isinstance(second, Post)
    whole = await posts.release(alice, CHAT, pending.id, Visibility.PUBLIC)
    assert [await posts.content(post) for post in (whole, second)] == [f"{BEGIN}end".encode(), b"other"]
    assert folder.files() == {whole.content_source, second.content_source}


async def test_a_late_part_of_a_deleted_draft_is_a_paste_of_its_own(
    posts: Door, alice: User, folder: ContentFolder
) -> None:
    pending = await saved_as_pending(posts, alice)
    async with posts.one_transaction() as services:
        late = await services.find_for_draft(CHAT, message(2, "end"))
        await posts.delete_draft(CHAT, pending.id)
        post = await services.attach_to_draft(alice, CHAT, late)
    assert await posts.content(post) == b"end"
    assert folder.files() == {post.content_source}
