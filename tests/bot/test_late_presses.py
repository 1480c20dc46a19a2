"""Presses just after a deletion: the card keeps its button to restore the paste."""

import pytest

from bot.context import AppContext
from tests.bot.conftest import pasted, published
from tests.bot.test_ended_pastes import changes, speaks_russian
from tests.chat_message import ChatMessage
from tests.conversation import Person, Telegram

BUTTONS = ["Rename", "Visibility", "Expiry", "Edit", "Language", "As a file", "Delete"]


async def deleted(person: Person, title: str) -> ChatMessage:
    """Delete the paste; return its card."""
    await person.presses("Delete|Удалить")
    await person.hears(f"(Delete|Удалить) [“«]{title}")
    await person.presses("Yes, delete|Да, удалить")
    return await person.hears("is deleted|удалена")


@pytest.mark.parametrize("button", BUTTONS)
async def test_a_press_that_comes_after_the_deletion_leaves_the_card_its_undo(
    alice: Person, telegram: Telegram, app: AppContext, button: str
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
    await alice.hears_toast("“a plan” is deleted. You can restore it within ten minutes of deleting it")
    said = await alice.hears("“a plan” is deleted, and its link no longer works")
    assert said.id == card.id
    assert "↩ Undo" in said.buttons
    await alice.presses("Undo", on=said)
    assert (await alice.hears("It's back, with the same link")).id == card.id
    assert await published(app, "alice/a-plan") == "a plan"


async def test_an_old_press_on_the_very_card_changes_nothing(telegram: Telegram, alice: Person) -> None:
    """Press a button that the app still shows."""
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


async def test_after_ten_minutes_an_old_press_says_that_it_was_deleted(
    alice: Person, app: AppContext
) -> None:
    card = await pasted(alice, "a plan")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    await alice.hears("^a plan\n")
    await deleted(alice, "a plan")
    await changes(app, "UPDATE posts.posts SET deleted_at = deleted_at - interval '10 minutes'")
    await alice.presses("Rename", on=card)
    said = await alice.hears("This paste was deleted. /my shows")
    assert said.id == card.id
    assert said.buttons == ["◀ My pastes"]


async def test_a_new_text_for_what_was_just_deleted_can_be_undone_to(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "a plan")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    await alice.hears("^a plan\n")
    await deleted(alice, "a plan")
    await alice.replies(card, "a better plan")
    said = await alice.hears("“a plan” is deleted. You can restore it within ten minutes")
    await alice.presses("Undo", on=said)
    await alice.hears("It's back")
    assert await published(app, "alice/a-plan") == "a plan"


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
    await alice.hears_toast("Запись «план» удалена. Её можно вернуть в течение десяти минут")
    assert (await alice.hears("Запись «план» удалена, ссылка больше не работает")).id == card.id
