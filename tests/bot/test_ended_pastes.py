"""Buttons on cards of expired pastes."""

from sqlalchemy import text

from bot.context import AppContext
from tests.bot.conftest import pasted
from tests.chat_message import ChatMessage
from tests.conversation import Person, Telegram


async def changes(app: AppContext, statement: str) -> None:
    async with app.sessions.begin() as session:
        await session.execute(text(statement))


EXPIRED = "UPDATE posts.posts SET expires_at = now() - interval '1 second'"


async def speaks_russian(person: Person) -> None:
    await person.says("/language")
    await person.hears("Which language")
    await person.presses("Русский")
    await person.hears("говорю с вами по-русски")


async def test_every_button_of_an_expired_paste_says_that_its_time_is_over(
    alice: Person, app: AppContext
) -> None:
    buttons = ("Rename", "Visibility", "Expiry", "Edit", "As a file", "Delete")
    cards = [await pasted(alice, f"short-lived {button}") for button in buttons]
    await changes(app, EXPIRED)
    for card, button in zip(cards, buttons, strict=True):
        await alice.presses(button, on=card)
        said = await alice.hears("This paste has expired. /my shows")
        assert said.id == card.id
        assert said.buttons == ["◀ My pastes"]


async def leads_to_deletion(alice: Person) -> ChatMessage:
    await pasted(alice, "a plan")
    await alice.presses("Delete")
    return await alice.hears("Delete “a plan”")


async def test_deleting_what_has_expired_says_so_and_leads_back_to_the_list(
    alice: Person, app: AppContext
) -> None:
    await pasted(alice, "short-lived")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    await alice.hears("^short-lived\n")
    await alice.presses("Delete")
    asked = await alice.hears("Delete “short-lived”")
    await changes(app, EXPIRED)
    await alice.presses("Yes, delete")
    said = await alice.hears("This paste has expired")
    assert said.id == asked.id
    await alice.presses("My pastes", on=said)
    await alice.hears("You have no pastes")


async def test_a_button_of_a_purged_paste_says_that_it_is_gone(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "short-lived")
    await changes(app, "DELETE FROM posts.posts")
    await alice.presses("Delete", on=card)
    assert (await alice.hears("This paste is gone. /my shows")).id == card.id


async def test_an_entry_of_the_list_that_has_expired_says_so(alice: Person, app: AppContext) -> None:
    await pasted(alice, "short-lived")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await changes(app, EXPIRED)
    await alice.presses("^1$")
    await alice.hears("This paste has expired")


async def test_deleting_twice_still_offers_to_have_it_back(alice: Person, telegram: Telegram) -> None:
    asked = await leads_to_deletion(alice)
    telegram.world.updates.hold()
    for _ in range(2):
        await alice.presses("Yes, delete", on=asked)
    telegram.world.updates.release()
    await alice.hears("“a plan” is deleted")
    await pasted(alice, "another plan")
    [card] = [message for message in alice.messages if message.id == asked.id]
    assert "Undo" in " ".join(card.buttons)


async def test_undoing_too_late_takes_the_button_away(alice: Person, app: AppContext) -> None:
    for over, says in (
        ("expires_at = now() - interval '1 second'", "This paste has expired"),
        ("deleted_at = deleted_at - interval '10 minutes'", "(?s)Too late.*Send it again"),
    ):
        await leads_to_deletion(alice)
        await alice.presses("Yes, delete")
        deleted = await alice.hears("“a plan” is deleted")
        await changes(app, f"UPDATE posts.posts SET {over}")
        await alice.presses("Undo")
        said = await alice.hears(says)
        assert said.id == deleted.id
        assert said.buttons == ["◀ My pastes"]


async def test_it_is_said_in_russian_too(alice: Person, app: AppContext) -> None:
    await speaks_russian(alice)
    await alice.says("план")
    await alice.hears("(?s)^план\n")
    await alice.presses("Удалить")
    asked = await alice.hears("Удалить «план»")
    await changes(app, EXPIRED)
    await alice.presses("Да, удалить")
    said = await alice.hears("Срок этой записи истёк. Ваши записи — в /my")
    assert said.id == asked.id
