"""Pending drafts are published later or deleted by their author, and never lost."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auth.models import TelegramId, User
from posts.drafts.models import NotPublished
from posts.errors import DraftNotFound, PostNotFound
from posts.models import DraftId, EventKind, Format, Origin, Part, Post, Terms, Visibility
from posts.texts import utf16
from posts.texts.drafts import draft_of_file, draft_of_markdown, draft_of_text
from tests.doors import Door
from tests.posts.conftest import (
    CHAT,
    ORIGIN,
    TOKEN,
    Limited,
    a_minute_passes,
    happened,
    limit_of,
    publish,
    refused,
    revise,
)

_TEXT = "held\r\n🎉\n"
_DRAFT = draft_of_text(_TEXT, title="held.md", origin=ORIGIN)
_NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
_BEGIN = f"Begin {TOKEN} " + "long " * 500


@pytest.fixture
def posts(limited: Limited) -> Any:
    """The services, with a limit of one paste a minute."""
    return limited(pastes_a_minute=1)


async def reach_the_limit(posts: Door, author: User) -> None:
    await posts.submit(author, CHAT, draft_of_text("all that is allowed"))


@pytest.fixture
async def pending(posts: Door, alice: User) -> Any:
    await reach_the_limit(posts, alice)
    return await posts.submit(alice, CHAT, _DRAFT)


@pytest.fixture
async def revision(posts: Door, alice: User, note: Post) -> Any:
    """A pending revision of `note`."""
    await reach_the_limit(posts, alice)
    return await revise(posts, alice, note, "second text")


async def test_a_pending_draft_is_published_once_as_it_was_sent(posts, alice, pending, redis, folder):
    await a_minute_passes(redis)
    taps = (posts.release(alice, CHAT, pending.id) for _ in range(4))
    outcomes = await asyncio.gather(*taps, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DraftNotFound"] * 3 + ["Post"]
    (post,) = (outcome for outcome in outcomes if isinstance(outcome, Post))
    assert (post.url, post.language) == ("alice/held.md", "markdown")
    assert await posts.content(post) == _TEXT.encode()
    assert len(folder.files()) == len((await posts.page_of(alice.id, 0, 10)).posts) == 2


async def test_a_draft_that_is_released_too_early_stays_pending(posts, alice, pending, redis, folder):
    for again in await asyncio.gather(*(posts.release(alice, CHAT, pending.id) for _ in range(4))):
        assert (again.id, again.title, limit_of(again).kind) == (pending.id, pending.title, "pastes")
    assert len(folder.files()) == 2, "that of the first paste, and what is pending"
    await a_minute_passes(redis)
    assert await posts.content(await posts.release(alice, CHAT, pending.id)) == _TEXT.encode()


async def test_a_draft_that_is_tried_again_is_pending_for_another_month(
    posts, alice, pending, redis, database
):
    for _ in range(2):
        await database.ago("posts.drafts.created_at", "29 days")
        await posts.delete_old_drafts()
        await posts.release(alice, CHAT, pending.id)
    await database.ago("posts.drafts.created_at", "30 days")
    await posts.delete_old_drafts()
    await a_minute_passes(redis)
    await refused(DraftNotFound, posts.release(alice, CHAT, pending.id))


async def test_only_its_chat_releases_or_deletes_a_draft(posts, alice, pending, redis, folder):
    await a_minute_passes(redis)
    other = TelegramId(CHAT + 1)
    await refused(DraftNotFound, posts.release(alice, other, pending.id))
    await refused(DraftNotFound, posts.delete_draft(other, pending.id))
    await refused(DraftNotFound, posts.release(alice, CHAT, DraftId(pending.id + 1)))
    await posts.delete_draft(CHAT, pending.id)
    assert len(folder.files()) == 1, "that of the first paste"
    await refused(DraftNotFound, posts.delete_draft(CHAT, pending.id))
    await refused(DraftNotFound, posts.release(alice, CHAT, pending.id))


async def test_a_message_that_comes_again_is_saved_and_published_once(posts, alice, pending, redis, folder):
    assert (await posts.submit(alice, CHAT, _DRAFT)).id == pending.id
    assert len(folder.files()) == 2
    await a_minute_passes(redis)
    post = await posts.submit(alice, CHAT, _DRAFT)
    assert await posts.release(alice, CHAT, pending.id) == post


async def test_a_pending_draft_has_all_fields(posts, alice, pending, redis):
    part = Part(ORIGIN.message_id + 1, 0, _NOON)
    content = "Съешь же ещё этих мягких французских булок".encode("cp1251")
    drafts = draft_of_markdown("**bold**", plain="bold", parts=(part,)), draft_of_file("notes.txt", content)
    released = []
    for waiting in [await posts.submit(alice, CHAT, draft) for draft in drafts]:
        await a_minute_passes(redis)
        released.append(await posts.release(alice, CHAT, waiting.id))
    assert (released[0].format, released[0].title) == (Format.MARKDOWN, "bold")
    assert (released[1].encoding, await posts.original(released[1])) == ("windows-1251", content)


async def test_a_pending_revision_becomes_the_next_text_of_its_paste(posts, alice, note, revision, redis):
    assert isinstance(revision, NotPublished)
    assert await posts.open(note.url, reader=None) == note
    again = await posts.release(alice, CHAT, revision.id)
    assert isinstance(again, NotPublished)
    await posts.delete(alice, note.id)
    assert await posts.is_target_gone(alice, CHAT, revision.id)
    await posts.undelete(alice, note.id)
    assert not await posts.is_target_gone(alice, CHAT, revision.id)
    await a_minute_passes(redis)
    revised = await posts.release(alice, CHAT, again.id)
    assert (revised.id, revised.revision, await posts.content(revised)) == (note.id, 2, b"second text")
    assert len((await posts.page_of(alice.id, 0, 10)).posts) == 2


async def test_a_deleted_revision_changes_nothing(posts, note, revision, folder):
    await posts.delete_draft(CHAT, revision.id)
    assert await posts.open(note.url, reader=None) == note
    assert len(folder.files()) == 2


async def test_if_its_paste_is_gone_a_revision_becomes_a_paste_that_is_no_more_public(posts, alice, redis):
    for visibility in Visibility:
        note = await publish(posts, alice, "a text", "note", visibility=visibility)
        await reach_the_limit(posts, alice)
        pending = await posts.revise(alice, CHAT, note, draft_of_text("second text", title="note"))
        await posts.delete(alice, note.id)
        again = await posts.release(alice, CHAT, pending.id)
        assert isinstance(again, NotPublished)
        await a_minute_passes(redis)
        post = await posts.release(alice, CHAT, again.id)
        assert (post.title, post.revision, post.visibility) == ("note", 1, visibility)
        assert post.id != note.id
        assert await posts.content(post) == b"second text"
        await a_minute_passes(redis)
    secret = await publish(posts, alice, "read once", burn_after_read=True)
    await reach_the_limit(posts, alice)
    pending = await revise(posts, alice, secret, "second text")
    await posts.burn(secret.url, None)
    await a_minute_passes(redis)
    assert (await posts.release(alice, CHAT, pending.id)).visibility is Visibility.PRIVATE


async def test_after_a_credential_warning_a_paste_is_published_as_its_author_decides(posts, alice, redis):
    await posts.set_terms(alice, Terms(lifetime=timedelta(days=1)))
    for visibility in Visibility:
        warned = await posts.submit(alice, CHAT, draft_of_text(TOKEN))
        assert [one.kind for one in warned.credentials] == ["github-token"]
        post = await posts.release(alice, CHAT, warned.id, visibility)
        assert (post.visibility, post.expires_at is not None) == (visibility, True)
        assert TOKEN not in post.title, "a title is in the address"
        await refused(DraftNotFound, posts.release(alice, CHAT, warned.id, visibility))
        await a_minute_passes(redis)
    assert len(await happened(posts, EventKind.PUBLISHED)) == 1


async def test_after_a_warning_a_paste_is_hidden_before_its_new_text_can_be_read(posts, alice, note):
    warned = await revise(posts, alice, note, TOKEN)
    revised = await posts.release(alice, CHAT, warned.id, Visibility.UNLISTED)
    assert (revised.visibility, await posts.content(revised)) == (Visibility.UNLISTED, TOKEN.encode())
    await refused(PostNotFound, posts.open(note.url, reader=None))
    assert await posts.open(revised.url, reader=None) == revised


async def test_a_paste_that_was_hidden_meanwhile_is_not_shown_by_a_decision(posts, alice, note):
    warned = await revise(posts, alice, note, TOKEN)
    await posts.set_visibility(alice, note.id, Visibility.PRIVATE)
    revised = await posts.release(alice, CHAT, warned.id, Visibility.PUBLIC)
    assert (revised.visibility, revised.revision) == (Visibility.PRIVATE, 2)


async def test_a_warned_revision_of_a_deleted_paste_is_published_as_its_author_decides(posts, alice, note):
    warned = await revise(posts, alice, note, TOKEN)
    await posts.delete(alice, note.id)
    post = await posts.release(alice, CHAT, warned.id, Visibility.PRIVATE)
    assert (post.revision, post.visibility) == (1, Visibility.PRIVATE)


async def test_only_public_pastes_have_warnings(posts, alice, note, redis):
    hidden = await posts.set_visibility(alice, note.id, Visibility.PRIVATE)
    assert (await revise(posts, alice, hidden, TOKEN)).revision == 2
    assert await posts.credentials_in(await posts.own(alice, note.id))
    await a_minute_passes(redis)
    await posts.set_terms(alice, Terms(Visibility.PRIVATE))
    assert isinstance(await posts.submit(alice, CHAT, draft_of_text(TOKEN)), Post)


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.PRIVATE])
@pytest.mark.parametrize("is_revision", [False, True])
async def test_a_decision_passes_no_limit_and_is_not_asked_for_again(
    posts, alice, note, redis, visibility, is_revision
):
    """Check also that of two decisions, the first counts."""
    draft = draft_of_text(TOKEN)
    warned = await (
        posts.revise(alice, CHAT, note, draft) if is_revision else posts.submit(alice, CHAT, draft)
    )
    await reach_the_limit(posts, alice)
    for decision in (visibility, Visibility.UNLISTED):
        pending = await posts.release(alice, CHAT, warned.id, decision)
        assert limit_of(pending).kind == "pastes"
    await redis.flushall()
    post = await posts.release(alice, CHAT, pending.id)
    assert (post.visibility, await posts.content(post)) == (visibility, TOKEN.encode())
    assert (post.id == note.id, post.revision) == (is_revision, 1 + is_revision)


def a_part(number: int, text: str) -> Any:
    part = Part(number, utf16.length(text), _NOON)
    return draft_of_text(text, origin=Origin(1, CHAT, number), parts=(part,))


async def test_of_two_late_parts_that_are_prepared_at_once_none_is_lost(posts, alice, redis, folder):
    pending = await posts.submit(alice, CHAT, a_part(1, _BEGIN))
    async with posts.one_transaction() as services:
        parts = (a_part(2, "end"), a_part(3, "other"))
        late = [await services.find_for_draft(CHAT, part) for part in parts]
        first, second = [await services.attach_to_draft(alice, CHAT, one) for one in late]
    assert (type(first), type(second)) == (NotPublished, Post)
    await a_minute_passes(redis)
    whole = await posts.release(alice, CHAT, pending.id, Visibility.PUBLIC)
    assert [await posts.content(post) for post in (whole, second)] == [f"{_BEGIN}end".encode(), b"other"]
    assert folder.files() == {whole.content_source, second.content_source}


async def test_a_late_part_of_a_deleted_draft_is_a_paste_of_its_own(posts, alice, folder):
    pending = await posts.submit(alice, CHAT, a_part(1, _BEGIN))
    async with posts.one_transaction() as services:
        late = await services.find_for_draft(CHAT, a_part(2, "end"))
        await posts.delete_draft(CHAT, pending.id)
        post = await services.attach_to_draft(alice, CHAT, late)
    assert await posts.content(post) == b"end"
    assert folder.files() == {post.content_source}
