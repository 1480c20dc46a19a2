"""Buttons on the card of a paste whose time is over: the card says so, and what to do."""

import pytest
from sqlalchemy import text

from bot.house import House
from tests.bot.conftest import pasted, published
from tests.chat_message import ChatMessage
from tests.conversation import Person, Telegram


async def changes(house: House, statement: str) -> None:
    async with house.sessions.begin() as session:
        await session.execute(text(statement))


EXPIRED = "UPDATE posts.posts SET expires_at = now() - interval '1 second'"


async def speaks_russian(person: Person) -> None:
    await person.says("/language")
    await person.hears("Which language")
    await person.presses("Русский")
    await person.hears("говорю с вами по-русски")


BUTTONS = ["Rename", "Visibility", "Expiry", "Edit", "Language", "As a file", "Delete"]


async def deleted(person: Person, title: str) -> ChatMessage:
    """What its card becomes."""
    await person.presses("Delete|Удалить")
    await person.hears(f"(Delete|Удалить) [“«]{title}")
    await person.presses("Yes, delete|Да, удалить")
    return await person.hears("is deleted|удалена")


@pytest.mark.parametrize("button", BUTTONS)
async def test_a_press_that_comes_after_the_deletion_leaves_the_card_its_undo(
    alice: Person, telegram: Telegram, house: House, button: str
) -> None:
    card = await pasted(alice, "a plan")
    await alice.presses("Delete", on=card)
    await alice.hears("Delete “a plan”")
    await alice.presses("Keep it")
    await alice.hears("^a plan\n")
    await alice.says("/my")
    other = await alice.hears("Your pastes")
    await alice.presses("^1$", on=other)
    await alice.hears("^a plan\n")
    await deleted(alice, "a plan")
    await alice.presses(button, on=card)
    await alice.hears_toast("“a plan” is deleted. For ten minutes after its deletion you can have it back")
    said = await alice.hears("“a plan” is deleted: its link does not work")
    assert said.id == card.id
    assert "↩ Undo" in said.buttons
    await alice.presses("Undo", on=said)
    assert (await alice.hears("It is back, at its old address")).id == card.id
    assert await published(house, "alice/a-plan") == "a plan"


async def test_an_old_press_on_the_very_card_changes_nothing(telegram: Telegram, alice: Person) -> None:
    """As where the app shows the old buttons still."""
    card = await pasted(alice, "a plan")
    old = telegram.world.state.messages[alice.id][card.id].keyboard
    gone = await deleted(alice, "a plan")
    message = telegram.world.state.messages[alice.id][card.id]
    new, message.keyboard = message.keyboard, old
    await alice.presses("Rename", on=card)
    message.keyboard = new
    await alice.hears_toast("“a plan” is deleted")
    [there] = [message for message in alice.messages if message.id == card.id]
    assert (there.text, there.buttons) == (gone.text, gone.buttons)


async def test_a_long_title_leaves_room_for_the_toast(alice: Person) -> None:
    card = await pasted(alice, "plan " + "🎁" * 110)
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    await alice.hears("^plan 🎁")
    await deleted(alice, "plan 🎁")
    await alice.presses("Rename", on=card)
    await alice.hears_toast("“plan 🎁")


async def test_after_ten_minutes_an_old_press_says_that_it_was_deleted(alice: Person, house: House) -> None:
    card = await pasted(alice, "a plan")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    await alice.hears("^a plan\n")
    await deleted(alice, "a plan")
    await changes(house, "UPDATE posts.posts SET deleted_at = deleted_at - interval '10 minutes'")
    await alice.presses("Rename", on=card)
    said = await alice.hears("This paste was deleted. /my shows")
    assert said.id == card.id
    assert said.buttons == ["◀ My pastes"]


async def test_a_new_text_for_what_was_just_deleted_can_be_undone_to(alice: Person, house: House) -> None:
    card = await pasted(alice, "a plan")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    await alice.hears("^a plan\n")
    await deleted(alice, "a plan")
    await alice.replies(card, "a better plan")
    said = await alice.hears("“a plan” is deleted. For ten minutes")
    await alice.presses("Undo", on=said)
    await alice.hears("It is back")
    assert await published(house, "alice/a-plan") == "a plan"


@pytest.mark.parametrize("button", ["Rename", "Visibility", "Expiry", "Edit", "As a file", "Delete"])
async def test_every_button_of_an_expired_paste_says_that_its_time_is_over(
    alice: Person, house: House, button: str
) -> None:
    card = await pasted(alice, "short-lived")
    await changes(house, EXPIRED)
    await alice.presses(button, on=card)
    said = await alice.hears("The time of this paste is over. /my shows")
    assert said.id == card.id
    assert said.buttons == ["◀ My pastes"]


async def test_deleting_what_has_expired_says_so_and_leads_back_to_the_list(
    alice: Person, house: House
) -> None:
    await pasted(alice, "short-lived")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    await alice.hears("^short-lived\n")
    await alice.presses("Delete")
    asked = await alice.hears("Delete “short-lived”")
    await changes(house, EXPIRED)
    await alice.presses("Yes, delete")
    said = await alice.hears("The time of this paste is over")
    assert said.id == asked.id
    await alice.presses("My pastes", on=said)
    await alice.hears("You have no pastes")


async def test_what_is_purged_is_not_there_any_more(alice: Person, house: House) -> None:
    card = await pasted(alice, "short-lived")
    await changes(house, "DELETE FROM posts.posts")
    await alice.presses("Delete", on=card)
    assert (await alice.hears("not there any more. /my shows")).id == card.id


async def test_an_entry_of_the_list_that_has_expired_says_so(alice: Person, house: House) -> None:
    await pasted(alice, "short-lived")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await changes(house, EXPIRED)
    await alice.presses("^1$")
    await alice.hears("The time of this paste is over")


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


async def test_what_expires_while_it_is_deleted_does_not_come_back(alice: Person, house: House) -> None:
    await pasted(alice, "a plan")
    await alice.presses("Delete")
    await alice.hears("Delete “a plan”")
    await alice.presses("Yes, delete")
    deleted = await alice.hears("“a plan” is deleted")
    await changes(house, EXPIRED)
    await alice.presses("Undo")
    assert (await alice.hears("The time of this paste is over")).id == deleted.id


async def test_undoing_too_late_takes_the_button_away(alice: Person, house: House) -> None:
    await pasted(alice, "a plan")
    await alice.presses("Delete")
    await alice.hears("Delete “a plan”")
    await alice.presses("Yes, delete")
    deleted = await alice.hears("“a plan” is deleted")
    await changes(house, "UPDATE posts.posts SET deleted_at = deleted_at - interval '10 minutes'")
    await alice.presses("Undo")
    said = await alice.hears("(?s)gone for good.*Send it again")
    assert said.id == deleted.id
    assert said.buttons == ["◀ My pastes"]


async def test_it_is_said_in_russian_too(alice: Person, house: House) -> None:
    await speaks_russian(alice)
    await alice.says("план")
    await alice.hears("(?s)^план\n")
    await alice.presses("Удалить")
    asked = await alice.hears("Удалить «план»")
    await changes(house, EXPIRED)
    await alice.presses("Да, удалить")
    said = await alice.hears("Срок этой записи вышел. Ваши записи — в /my")
    assert said.id == asked.id


async def test_what_is_deleted_can_be_brought_back_in_russian(alice: Person) -> None:
    await speaks_russian(alice)
    await alice.says("план")
    card = await alice.hears("(?s)^план\n")
    await alice.says("/my")
    await alice.hears("Ваши записи")
    await alice.presses("^1$")
    await alice.hears("(?s)^план\n")
    await deleted(alice, "план")
    await alice.presses("Переименовать", on=card)
    await alice.hears_toast("Запись «план» удалена. Десять минут после удаления её можно вернуть")
    assert (await alice.hears("Запись «план» удалена: её ссылка больше не работает")).id == card.id
