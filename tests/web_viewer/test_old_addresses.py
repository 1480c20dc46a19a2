"""An old address redirects to the new one, until another paste takes it."""

import pytest

from posts.models import Terms, Visibility


@pytest.mark.parametrize(
    "under",
    [
        *("", "/raw", "/download", "/history", "/history/1", "/history/1/raw"),
        *("?view=source&a=%0d", "/raw?a=b", "/history/1?view=split"),
    ],
)
async def test_it_leads_to_the_same_of_the_new_one(alice, reader, under):
    old = await alice.publishes("text", "first name")
    new = await alice.renames(old, "second name")
    moved = await reader.get(f"/{old.url}{under}")
    assert moved.status == 301
    assert moved.headers["Location"].lower() == f"/{new.url}{under}".lower()
    assert (await reader.get(moved.headers["Location"])).status == 200


async def test_browsers_ask_again_each_time(alice, reader):
    old = await alice.publishes("text", "first name")
    await alice.renames(old, "second name")
    assert (await reader.get(f"/{old.url}")).headers["Cache-Control"] == "no-cache"


async def test_a_page_cached_before_the_move_is_not_shown(alice, reader):
    old = await alice.publishes("text", "first name")
    assert (await reader.get(f"/{old.url}")).status == 200
    await alice.renames(old, "second name")
    assert (await reader.get(f"/{old.url}")).status == 301


async def test_several_moves_are_one(alice, reader):
    posts = [await alice.publishes("text", "one")]
    for title in ("two", "three"):
        posts.append(await alice.renames(posts[-1], title))
    for old in posts[:-1]:
        assert (await reader.get(f"/{old.url}")).headers["Location"] == "/alice/three"


async def test_a_new_paste_at_the_old_address_is_shown(alice, reader):
    await alice.renames(await alice.publishes("old text", "note"), "letter")
    assert (await reader.get("/alice/note")).status == 301
    await alice.publishes("new text", "note")
    assert (await reader.get("/alice/note")).listing == "new text"


async def test_another_spelling_of_it_leads_there_too(alice, reader):
    await alice.renames(await alice.publishes("text", "note"), "letter")
    right = await reader.get("/Alice/NOTE/raw/")
    assert right.headers["Location"] == "/alice/note/raw"
    assert (await reader.get("/alice/note/raw")).headers["Location"] == "/alice/letter/raw"
    assert (await reader.get("/alice/%6Eote/raw")).headers["Location"] == "/alice/letter/raw"


async def test_the_new_address_of_an_unlisted_paste_is_not_revealed(alice, reader):
    old = await alice.publishes("text", "note")
    await alice.makes(old, Visibility.UNLISTED)
    answer = await reader.get(f"/{old.url}")
    assert answer.status == 404
    assert "Location" not in answer.headers


async def test_the_new_address_of_a_private_paste_is_not_revealed(alice, reader):
    old = await alice.publishes("text", "note")
    await alice.makes(await alice.renames(old, "letter"), Visibility.PRIVATE)
    assert (await reader.get(f"/{old.url}")).status == 404


async def test_a_press_at_the_old_address_opens_nothing_and_leads_on(alice, reader):
    old = await alice.publishes("text", "note", terms=Terms(burn_after_read=True))
    new = await alice.renames(old, "letter")
    moved = await reader.presses(f"/{old.url}")
    assert (moved.status, moved.headers["Location"]) == (301, f"/{new.url}")
    assert (await reader.presses(f"/{new.url}")).listing == "text"
