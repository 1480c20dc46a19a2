"""Redirects lead from an old address of a paste to the present one, until another paste takes it."""

import pytest

from auth.models import User
from posts.errors import PostDeleted, PostMoved, PostNotFound
from posts.models import Post, Visibility
from posts.texts.drafts import draft_of_text
from tests.doors import Door
from tests.posts.conftest import Database


async def leads_to(posts: Door, url: str, reader: User | None = None) -> str:
    with pytest.raises(PostMoved) as moved:
        await posts.open(url, reader=reader and reader.id)
    assert moved.value.data == {"url": url, "to": moved.value.to}
    return str(moved.value.to)


async def leads_nowhere(posts: Door, url: str, reader: User | None = None) -> None:
    with pytest.raises(PostNotFound) as unknown:
        await posts.open(url, reader=reader and reader.id)
    assert unknown.value.code == "post-not-found"


async def test_the_old_address_leads_to_the_new_one(posts: Door, alice: User, note: Post) -> None:
    renamed = await posts.rename(alice, note.id, "new")
    assert await leads_to(posts, "alice/note") == renamed.url == "alice/new"


async def test_all_earlier_addresses_lead_to_the_last_one(posts: Door, alice: User, note: Post) -> None:
    for title in ("b", "c"):
        await posts.rename(alice, note.id, title)
    assert await leads_to(posts, "alice/note") == await leads_to(posts, "alice/b") == "alice/c"


async def test_who_is_renamed_back_lives_there_again(posts: Door, alice: User, note: Post) -> None:
    await posts.rename(alice, note.id, "new")
    back = await posts.rename(alice, note.id, "note")
    assert back.url == "alice/note"
    assert await posts.open("alice/note", reader=None) == back
    assert await leads_to(posts, "alice/new") == "alice/note"


async def test_a_new_paste_takes_the_old_address(posts: Door, alice: User, note: Post) -> None:
    await posts.rename(alice, note.id, "new")
    taking = await posts.publish(alice, draft_of_text("another", title="note"))
    assert taking.url == "alice/note"
    assert await posts.open("alice/note", reader=None) == taking


@pytest.mark.parametrize("title", ["note", "another"])
async def test_a_redirect_that_ended_does_not_begin_again(
    posts: Door, alice: User, note: Post, database: Database, title: str
) -> None:
    await posts.rename(alice, note.id, "new")
    taking = await posts.publish(alice, draft_of_text("another", title=title))
    await posts.rename(alice, taking.id, "note")
    await posts.delete(alice, taking.id)
    await database.ago("posts.posts.deleted_at", "10 minutes")
    await posts.purge(10)
    with pytest.raises(PostDeleted):
        await posts.open("alice/note", reader=None)


async def test_another_paste_may_be_renamed_to_it(posts: Door, alice: User, note: Post) -> None:
    await posts.rename(alice, note.id, "new")
    other = await posts.publish(alice, draft_of_text("another", title="other"))
    assert (await posts.rename(alice, other.id, "note")).url == "alice/note"
    assert (await posts.open("alice/note", reader=None)).id == other.id
    assert await leads_to(posts, "alice/other") == "alice/note"


async def test_who_leaves_an_address_last_is_whom_it_leads_to(posts: Door, alice: User, note: Post) -> None:
    await posts.rename(alice, note.id, "first")
    second = await posts.publish(alice, draft_of_text("another", title="note"))
    await posts.rename(alice, second.id, "second")
    assert await leads_to(posts, "alice/note") == "alice/second"


async def test_a_redirect_to_a_private_paste_is_not_found_by_others(
    posts: Door, alice: User, note: Post
) -> None:
    await posts.rename(alice, note.id, "secret plan")
    await posts.set_visibility(alice, note.id, Visibility.PRIVATE)
    await leads_nowhere(posts, "alice/note")
    assert await leads_to(posts, "alice/note", reader=alice) == "alice/secret-plan"


async def test_a_redirect_leads_to_nothing_that_is_gone(
    posts: Door, alice: User, note: Post, database: Database
) -> None:
    renamed = await posts.rename(alice, note.id, "new")
    await posts.delete(alice, note.id)
    await leads_nowhere(posts, "alice/note")
    await posts.undelete(alice, note.id)
    assert await leads_to(posts, "alice/note") == "alice/new"
    await database.expire(renamed)
    await leads_nowhere(posts, "alice/note")
