"""Buttons on cards of expired pastes."""

import pytest
from sqlalchemy import text

from bot.context import AppContext
from tests.bot.conftest import pasted
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


@pytest.mark.parametrize("button", ["Rename", "Visibility", "Expiry", "Edit", "As a file", "Delete"])
async def test_every_button_of_an_expired_paste_says_that_its_time_is_over(
    alice: Person, app: AppContext, button: str
) -> None:
    card = await pasted(alice, "short-lived")
    await changes(app, EXPIRED)
    await alice.presses(button, on=card)
    said = await alice.hears("This paste has expired. /my shows")
    assert said.id == card.id
    assert said.buttons == ["◀ My pastes"]


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


async def test_what_is_purged_is_not_there_any_more(alice: Person, app: AppContext) -> None:
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
    await pasted(alice, "a plan")
    await alice.presses("Delete")
    asked = await alice.hears("Delete “a plan”")
    telegram.world.updates.hold()
    await alice.presses("Yes, delete", on=asked)
    await alice.presses("Yes, delete", on=asked)
    telegram.world.updates.release()
    await alice.hears("“a plan” is deleted")
    await pasted(alice, "another plan")
    [card] = [message for message in alice.messages if message.id == asked.id]
    assert "Undo" in " ".join(card.buttons)


async def test_what_expires_while_it_is_deleted_does_not_come_back(alice: Person, app: AppContext) -> None:
    await pasted(alice, "a plan")
    await alice.presses("Delete")
    await alice.hears("Delete “a plan”")
    await alice.presses("Yes, delete")
    deleted = await alice.hears("“a plan” is deleted")
    await changes(app, EXPIRED)
    await alice.presses("Undo")
    assert (await alice.hears("This paste has expired")).id == deleted.id


async def test_undoing_too_late_takes_the_button_away(alice: Person, app: AppContext) -> None:
    await pasted(alice, "a plan")
    await alice.presses("Delete")
    await alice.hears("Delete “a plan”")
    await alice.presses("Yes, delete")
    deleted = await alice.hears("“a plan” is deleted")
    await changes(app, "UPDATE posts.posts SET deleted_at = deleted_at - interval '10 minutes'")
    await alice.presses("Undo")
    said = await alice.hears("(?s)Too late.*Send it again")
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
