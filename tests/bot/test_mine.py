"""/my: the list, the cards, deleting."""

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


async def test_a_card_of_a_deleted_paste_says_so(alice: Person) -> None:
    await alice.says("short lived")
    card = await alice.hears("/alice/short-lived")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    await alice.hears("short lived")
    await alice.presses("Delete")
    await alice.hears("Delete “short lived”")
    await alice.presses("Yes, delete")
    await alice.hears("“short lived” is deleted")
    await alice.presses("My pastes")
    await alice.hears("no pastes yet")
    await alice.presses("Delete", on=card)
    gone = await alice.hears("“short lived” is deleted, and its link no longer works")
    assert gone.id == card.id
