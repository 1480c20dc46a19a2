"""Questions of cards end when the bot no longer waits for their answers."""

from bot.context import AppContext
from tests.bot.conftest import pasted, published
from tests.conversation import Person, Telegram

ASKING = {"Rename": "Send me the new title", "Edit": "Send me the new text", "A date": "When should"}


async def asked(person: Person, question: str) -> None:
    if question == "A date":
        await person.presses("Expiry")
        await person.hears("When should")
    await person.presses(question)
    await person.hears(ASKING[question])


async def test_another_button_of_the_card_ends_its_question(alice: Person, app: AppContext) -> None:
    for then, shown in (("Visibility", "Who can see"), ("Expiry", "When should"), ("Language", "Which lang")):
        await pasted(alice, f"before {then}")
        # Both before the card has changed: a hand is quicker than the way to Telegram and back.
        await alice.presses("Rename")
        await alice.presses(then)
        await alice.hears("Send me the new title")
        await alice.hears(shown)
        await alice.says(f"text after {then}")
        await alice.hears(f"/alice/text-after-{then.lower()}")
        assert await published(app, f"alice/before-{then.lower()}") == f"before {then}"


async def test_a_file_that_is_asked_for_beside_leaves_the_question_open(alice: Person) -> None:
    card = await pasted(alice, "first")
    await alice.presses("Rename")
    await alice.presses("As a file")
    await alice.hears("Send me the new title")
    await alice.until(lambda: any(message.document for message in alice.messages))
    await alice.says("second")
    assert (await alice.hears("/alice/second")).id == card.id


async def test_a_command_that_ends_the_question_puts_the_card_back(alice: Person) -> None:
    for command, question in (
        ("/my", "Rename"),
        ("/new Title", "Edit"),
        ("/settings", "A date"),
        ("/logout", "Rename"),
        ("/cancel", "Edit"),
    ):
        card = await pasted(alice, f"before {command}")
        await asked(alice, question)
        await alice.says(command)
        back = await alice.hears(f"^before {command}\n")
        assert back.id == card.id
        assert any("Rename" in text for text in back.buttons)
        await alice.says(f"a text after {command}")
        await alice.hears("/alice/(a-text-after|title)")


async def test_the_help_leaves_the_question_open_and_the_card_asking(alice: Person, app: AppContext) -> None:
    await pasted(alice, "first")
    await asked(alice, "Rename")
    await alice.says("/help")
    await alice.hears_nothing_of("^first\\n", until=alice.hears("Send me any text or file"))
    await alice.says("another title")
    await alice.hears("/alice/another-title")
    assert await published(app, "alice/another-title") == "first"


async def test_a_search_that_is_asked_for_puts_the_card_back(alice: Person) -> None:
    card = await pasted(alice, "first")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("Rename", on=card)
    await alice.hears("Send me the new title")
    await alice.presses("Search")
    await alice.hears("What are you looking for")
    assert (await alice.hears("^first\\n")).id == card.id


async def test_a_card_whose_paste_is_gone_meanwhile_stops_asking(telegram: Telegram, alice: Person) -> None:
    card = await pasted(alice, "first")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    other = await alice.hears("^first\\n")
    await alice.presses("Rename", on=card)
    await alice.hears("Send me the new title")
    await alice.presses("Delete", on=other)
    await alice.hears("Delete “first”")
    await alice.presses("Yes, delete")
    await alice.hears("is deleted")
    await alice.says("/settings")
    gone = await alice.hears("“first” is deleted")
    assert gone.id == card.id
    await alice.presses("Undo", on=gone)
    assert (await alice.hears("It's back")).id == card.id
