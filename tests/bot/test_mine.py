"""/my: the list, the cards, deleting."""

import pytest

from auth.wiring import account_service
from bot.house import House
from kernel.transaction import Jobs
from posts.errors import PostDeleted, PostNotFound
from posts.models import PostUrl
from posts.wiring import post_service
from tests.conversation import Person


async def test_pastes_are_listed_newest_first_in_pages(alice: Person) -> None:
    for number in range(1, 8):
        await alice.says(f"thing {number}")
        await alice.hears(f"/alice/thing-{number}")
    await alice.says("/my")
    first = await alice.hears("Your pastes")
    assert [f"thing-{n}" in first.text for n in range(1, 8)] == [False, False, *[True] * 5]
    assert first.text.index("thing-7") < first.text.index("thing-6")
    await alice.presses("▶")
    second = await alice.hears("thing-2")
    assert "thing-3" not in second.text
    await alice.presses("◀")
    await alice.hears("thing-7")


async def test_a_number_opens_the_card_and_back_leads_back(alice: Person) -> None:
    await alice.says("one thing")
    await alice.hears("/alice/one-thing")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    await alice.hears("(?s)one thing\n.*1 line")
    await alice.presses("My pastes")
    await alice.hears("Your pastes")


async def test_deleting_asks_first(alice: Person, house: House) -> None:
    await alice.says("secret plan")
    await alice.hears("/alice/secret-plan")
    await alice.presses("Delete")
    await alice.hears("Delete “secret plan”\\?")
    await alice.presses("Keep it")
    await alice.hears("(?s)secret plan\n.*1 line")
    await alice.presses("Delete")
    await alice.hears("Delete “secret plan”\\?")
    await alice.presses("Yes, delete")
    await alice.hears("Deleted. Its link does not work")
    async with house.sessions() as session:
        posts = post_service(session, house.redis, house.storage, Jobs())
        with pytest.raises(PostDeleted):
            await posts.open(PostUrl("alice/secret-plan"), None)


async def test_deleting_from_the_list_leads_back_to_the_list(alice: Person) -> None:
    for name in ("red", "blue"):
        await alice.says(f"{name} thing")
        await alice.hears(f"/alice/{name}-thing")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    await alice.hears("blue thing")
    await alice.presses("Delete")
    await alice.hears("gone for good")
    await alice.presses("Yes, delete")
    left = await alice.hears("Your pastes")
    assert "red-thing" in left.text
    assert "blue-thing" not in left.text


async def test_a_card_of_a_deleted_paste_says_so(alice: Person) -> None:
    await alice.says("short lived")
    card = await alice.hears("/alice/short-lived")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    await alice.hears("short lived")
    await alice.presses("Delete")
    await alice.hears("gone for good")
    await alice.presses("Yes, delete")
    await alice.hears("no pastes yet")
    await alice.presses("Delete", on=card)
    await alice.hears("not there any more. /my")


async def test_nobody_deletes_what_is_somebody_elses(alice: Person, bob: Person, house: House) -> None:
    await alice.says("mine alone")
    await alice.hears("/alice/mine-alone")
    async with house.sessions() as session:
        accounts = account_service(session, house.redis, house.secrets)
        posts = post_service(session, house.redis, house.storage, Jobs())
        post = await posts.open(PostUrl("alice/mine-alone"), None)
        with pytest.raises(PostNotFound):
            await posts.delete(await accounts.find("bob"), post.id)
