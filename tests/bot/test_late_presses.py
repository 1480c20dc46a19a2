"""Presses just after a deletion: the card keeps its button to restore the paste."""

from bot.context import AppContext
from tests.bot.conftest import pasted, published
from tests.bot.test_ended_pastes import changes, speaks_russian
from tests.chat_message import ChatMessage
from tests.conversation import Person, Telegram


async def deleted_from_the_list(person: Person, title: str) -> ChatMessage:
    """Delete the only paste on another card than its own; return that one."""
    await person.says("/my")
    await person.hears("Your pastes|Ваши записи")
    await person.presses("^1$")
    await person.hears(f"(?s)^{title}")
    return await deleted(person, title)


async def deleted(person: Person, title: str) -> ChatMessage:
    """Delete the paste; return its card."""
    await person.presses("Delete|Удалить")
    await person.hears(f"(Delete|Удалить) [“«]{title}")
    await person.presses("Yes, delete|Да, удалить")
    return await person.hears("is deleted|удалена")


async def test_presses_that_come_after_the_deletion_leave_the_card_its_undo(
    alice: Person, telegram: Telegram, app: AppContext
) -> None:
    card = await pasted(alice, "a plan")
    await alice.presses("Delete", on=card)
    await alice.hears("Delete “a plan”")
    await alice.presses("Keep it")
    await alice.hears("^a plan\n")
    buttons = ["Rename", "Visibility", "Expiry", "Edit", "Language", "As a file", "Delete"]
    await deleted_from_the_list(alice, "a plan")
    telegram.world.updates.hold()
    for button in buttons:
        await alice.presses(button, on=card)
    telegram.world.updates.release()
    for _ in buttons:
        await alice.hears_toast("“a plan” is deleted. You can restore it within ten minutes of deleting it")
    said = await alice.hears("“a plan” is deleted, and its link no longer works")
    assert said.id == card.id
    assert "↩ Undo" in said.buttons
    assert not any(message.document for message in alice.messages)
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
    await deleted_from_the_list(alice, "plan 🎁")
    await alice.presses("Rename", on=card)
    await alice.hears_toast("“plan 🎁")


async def test_after_ten_minutes_an_old_press_says_that_it_was_deleted(
    alice: Person, app: AppContext
) -> None:
    card = await pasted(alice, "a plan")
    await deleted_from_the_list(alice, "a plan")
    await changes(app, "UPDATE posts.posts SET deleted_at = deleted_at - interval '10 minutes'")
    await alice.presses("Rename", on=card)
    said = await alice.hears("This paste was deleted. /my shows")
    assert said.id == card.id
    assert said.buttons == ["◀ My pastes"]


async def test_a_reply_with_a_new_text_for_a_deleted_paste_offers_to_restore_it(
    alice: Person, app: AppContext
) -> None:
    card = await pasted(alice, "a plan")
    await deleted_from_the_list(alice, "a plan")
    await alice.replies(card, "a better plan")
    said = await alice.hears("“a plan” is deleted. You can restore it within ten minutes")
    await alice.presses("Undo", on=said)
    await alice.hears("It's back")
    assert await published(app, "alice/a-plan") == "a plan"


async def test_a_late_press_is_answered_in_russian(alice: Person) -> None:
    await speaks_russian(alice)
    await alice.says("план")
    card = await alice.hears("(?s)^план\n")
    await deleted_from_the_list(alice, "план")
    await alice.presses("Переименовать", on=card)
    await alice.hears_toast("Запись «план» удалена. Её можно вернуть в течение десяти минут")
    assert (await alice.hears("Запись «план» удалена, ссылка больше не работает")).id == card.id
