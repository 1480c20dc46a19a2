"""Addresses follow the title and the visibility of a paste, and old ones redirect."""

import asyncio
import re
from typing import Any

from auth.models import User
from posts.errors import EmptyTitle, PostDeleted, PostMoved, PostNotFound, TitleTooLong
from posts.models import EventKind, PostUrl, Visibility
from tests.doors import Door
from tests.posts.cached_pages import cache_page, cached_page
from tests.posts.conftest import TOKEN, happened, publish, refused

_SECRET = r"[a-z2-7]{16}"


async def leads_to(posts: Door, url: str, reader: User | None = None) -> Any:
    """Return where an address redirects to."""
    data = await refused(PostMoved, posts.open(url, reader=reader and reader.id))
    assert data["url"] == url
    return data["to"]


async def leads_nowhere(posts: Door, url: str, reader: User | None = None) -> None:
    await refused(PostNotFound, posts.open(url, reader=reader and reader.id))


async def test_renaming_changes_title_and_address_and_nothing_else(posts, alice, note):
    renamed = await posts.rename(alice, note.id, "  Моя\n заметка.py ")
    assert (renamed.title, renamed.url) == ("Моя заметка.py", "alice/moia-zametka.py")
    assert await posts.open(renamed.url, reader=None) == renamed
    assert await posts.content(renamed) == b"a text"
    same = ("id", "content_source", "created_at", "revision", "language", "visibility", "sha256", "size")
    assert [getattr(renamed, name) for name in same] == [getattr(note, name) for name in same]
    assert renamed.updated_at > note.updated_at


async def test_only_the_author_changes_title_and_visibility(posts, bob, note):
    await refused(PostNotFound, posts.rename(bob, note.id, "mine"))
    await refused(PostNotFound, posts.set_visibility(bob, note.id, Visibility.PRIVATE))
    assert await posts.open(note.url, reader=None) == note


async def test_an_address_is_kept_by_a_title_that_it_fits_and_else_gets_a_free_number(
    posts, alice, bob, note
):
    assert (await posts.rename(alice, note.id, "Note!")).url == "alice/note"
    second = await publish(posts, alice, title="note")
    assert (await posts.rename(alice, second.id, "note 2")).url == second.url == "alice/note-2"
    third = await publish(posts, alice, title="other")
    assert (await posts.rename(alice, third.id, "note")).url == "alice/note-3"
    bobs = await publish(posts, bob, title="other")
    assert (await posts.rename(bob, bobs.id, "note")).url == "bob/note"


async def test_simultaneous_renames_to_one_title_all_get_an_address(posts, alice, note):
    others = [await publish(posts, alice, title=f"t{number}") for number in range(4)]
    renamed = await asyncio.gather(*(posts.rename(alice, post.id, "same") for post in [note, *others]))
    assert {post.url for post in renamed} == {"alice/same"} | {f"alice/same-{n}" for n in range(2, 6)}
    assert {post.title for post in renamed} == {"same"}


async def test_a_paste_with_simultaneous_renames_has_one_of_the_names(posts, alice, note):
    await asyncio.gather(*(posts.rename(alice, note.id, f"name {number}") for number in range(4)))
    now = await posts.own(alice, note.id)
    assert now.url == f"alice/{now.title.replace(' ', '-')}"
    assert await posts.open(now.url, reader=None) == now


async def test_an_invisible_or_too_long_title_is_refused(posts, limited, alice, note):
    for invisible in ("", " \n\t", "\u200b", "\x01"):
        await refused(EmptyTitle, posts.rename(alice, note.id, invisible))
    assert (await posts.rename(alice, note.id, "ё" * 120)).title == "ё" * 120
    for door, longest in ((posts, 120), (limited(title_length=10), 10)):
        data = await refused(TitleTooLong, door.rename(alice, note.id, "ё" * (longest + 1)))
        assert data == {"count": longest + 1, "longest": longest}


async def test_a_found_title_that_contains_a_credential_is_not_used(posts, alice, note):
    assert await posts.retitle(alice, note, f"my token {TOKEN}") == note
    assert (await posts.retitle(alice, note, "my token")).url == "alice/my-token"


async def test_a_new_address_drops_the_pages_of_both(posts, alice, note, redis):
    urls = [PostUrl("alice/note"), PostUrl("alice/new")]
    for url in urls:
        await cache_page(redis, url, "en", b"as it was")
    await posts.rename(alice, note.id, "new")
    assert [await cached_page(redis, url, "en") for url in urls] == [None, None]
    assert [event.url for event in await happened(posts, EventKind.CHANGED)] == urls
    await cache_page(redis, urls[1], "en", b"secret")
    await posts.set_visibility(alice, note.id, Visibility.PRIVATE)
    assert await cached_page(redis, urls[1], "en") is None
    assert len(await happened(posts, EventKind.PUBLISHED)) == 1, "followers get no other event"


async def test_earlier_addresses_lead_to_the_last_one_and_back(posts, alice, note):
    for title in ("b", "c"):
        await posts.rename(alice, note.id, title)
    assert await leads_to(posts, "alice/note") == await leads_to(posts, "alice/b") == "alice/c"
    back = await posts.rename(alice, note.id, "note")
    assert await posts.open("alice/note", reader=None) == back
    assert await leads_to(posts, "alice/c") == "alice/note"


async def test_another_paste_may_take_the_old_address(posts, alice, note, database):
    """Check that the redirect has ended then, and does not begin again."""
    for title in ("note", "another"):
        await posts.rename(alice, note.id, "new")
        other = await publish(posts, alice, title=title)
        taking = await posts.rename(alice, other.id, "note")
        assert await posts.open("alice/note", reader=None) == taking
        assert taking.url == "alice/note"
        await posts.delete(alice, taking.id)
        await database.ago("posts.posts.deleted_at", "10 minutes")
        await posts.purge(10)
        await refused(PostDeleted, posts.open("alice/note", reader=None))


async def test_an_address_leads_to_the_paste_that_left_it_last(posts, alice, note):
    await posts.rename(alice, note.id, "first")
    second = await publish(posts, alice, title="note")
    await posts.rename(alice, second.id, "second")
    assert await leads_to(posts, "alice/note") == "alice/second"


async def test_a_redirect_to_a_private_or_ended_paste_is_not_found(posts, alice, note, database):
    renamed = await posts.rename(alice, note.id, "secret plan")
    await posts.set_visibility(alice, note.id, Visibility.PRIVATE)
    await leads_nowhere(posts, "alice/note")
    assert await leads_to(posts, "alice/note", reader=alice) == "alice/secret-plan"
    await posts.set_visibility(alice, note.id, Visibility.PUBLIC)
    await posts.delete(alice, note.id)
    await leads_nowhere(posts, "alice/note")
    await posts.undelete(alice, note.id)
    assert await leads_to(posts, "alice/note") == "alice/secret-plan"
    await database.expire(renamed)
    await leads_nowhere(posts, "alice/note")


async def test_an_unlisted_address_cannot_be_guessed(posts, alice):
    urls = {
        (await publish(posts, alice, title="main.py", visibility=Visibility.UNLISTED)).url for _ in range(5)
    }
    assert len(urls) == 5
    assert all(re.fullmatch(rf"alice/main-{_SECRET}\.py", url) for url in urls)
    longest = await publish(posts, alice, title="x" * 200, visibility=Visibility.UNLISTED)
    assert re.fullmatch(rf"x+-{_SECRET}", longest.slug)
    assert len(longest.slug) == 64
    renamed = await posts.rename(alice, longest.id, "new")
    assert re.fullmatch(rf"alice/new-{_SECRET}", renamed.url)
    assert await posts.open(renamed.url, reader=None) == renamed


async def test_a_hidden_paste_leaves_its_addresses_and_they_lead_nowhere(posts, alice, note):
    await posts.rename(alice, note.id, "plan.md")
    hidden = await posts.set_visibility(alice, note.id, Visibility.UNLISTED)
    assert re.fullmatch(rf"alice/plan-{_SECRET}\.md", hidden.url)
    assert await posts.open(hidden.url, reader=None) == hidden
    for url, reader in (("alice/plan.md", None), ("alice/note", None), ("alice/plan.md", alice)):
        await leads_nowhere(posts, url, reader)
    shown = await posts.set_visibility(alice, note.id, Visibility.PUBLIC)
    assert await leads_to(posts, hidden.url) == shown.url == "alice/plan.md"
    again = await posts.set_visibility(alice, note.id, Visibility.UNLISTED)
    assert again.url != hidden.url
    await leads_nowhere(posts, hidden.url)


async def test_only_its_author_knows_of_a_private_paste(posts, alice, bob, note):
    hidden = await posts.set_visibility(alice, note.id, Visibility.PRIVATE)
    assert await posts.open(note.url, reader=alice.id) == hidden
    for reader in (None, bob):
        await leads_nowhere(posts, note.url, reader)
    await posts.delete(alice, note.id)
    await leads_nowhere(posts, note.url, bob)
    await posts.undelete(alice, note.id)
    unlisted = await posts.set_visibility(alice, note.id, Visibility.UNLISTED)
    assert await posts.open(unlisted.url, reader=bob.id) == unlisted
    await leads_nowhere(posts, note.url)


async def test_a_visibility_is_set_once_however_often_it_is_asked_for(posts, alice, note):
    taps = (posts.set_visibility(alice, note.id, Visibility.UNLISTED) for _ in range(4))
    (hidden,) = {post.url: post for post in await asyncio.gather(*taps)}.values()
    assert await posts.set_visibility(alice, note.id, Visibility.UNLISTED) == hidden
    assert len(await happened(posts, EventKind.CHANGED)) == 2, "for two addresses, once"
