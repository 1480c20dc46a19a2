"""A new title: one press, one message."""

from bot.context import AppContext
from tests.bot.conftest import Limits, opened, pasted, published
from tests.conversation import Person, Telegram


async def test_one_press_and_one_message_rename(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "old name")
    shown = len(alice.messages)
    await alice.presses("Rename")
    asking = await alice.hears("Send me the new title for “old name”")
    typed = await alice.says("  A <new>\n name ")
    renamed = await alice.hears("/alice/a-new-name")
    assert asking.id == renamed.id == card.id, "all of it in one place"
    assert renamed.text.startswith("✏️ Renamed. The old link keeps working.\n\nA <new> name\n")
    assert (await opened(app, "alice/a-new-name")).title == "A <new> name"
    await alice.until(lambda: alice.messages[-1].reaction == "👌")
    assert alice.messages[-1].id == typed.id
    assert len(alice.messages) == shown + 1, "nothing but what was typed"


async def test_what_cannot_be_a_title_is_asked_for_again(alice: Person, limits: Limits) -> None:
    limits.limit_title_length = 20
    await pasted(alice, "old name")
    await alice.presses("Rename")
    await alice.hears("Send me the new title")
    await alice.says("x" * 21)
    await alice.hears("too long for a title: 21 characters, and the limit is 20")
    await alice.says("\u200b")
    await alice.hears("That title is empty")
    await alice.sends_sticker()
    await alice.hears("Please send the new title")
    await alice.sends_file("notes.txt", b"a file meanwhile")
    await alice.hears("Please send the new title")
    await alice.says("x" * 20)
    await alice.hears("/alice/" + "x" * 20)


async def test_the_question_can_be_left(alice: Person) -> None:
    card = await pasted(alice, "old name")
    await alice.presses("Rename")
    await alice.hears("Send me the new title")
    await alice.presses("Back")
    await alice.hears("^old name\n")
    await pasted(alice, "a paste again")
    await alice.presses("Rename", on=card)
    await alice.hears("Send me the new title")
    await alice.says("/cancel")
    await alice.hears("Cancelled. Nothing has changed")
    assert (await alice.hears("^old name\n")).id == card.id
    await pasted(alice, "one more paste")


async def test_the_card_that_asked_last_gets_the_answer(alice: Person, app: AppContext) -> None:
    first, second = await pasted(alice, "first"), await pasted(alice, "second")
    await alice.presses("Rename", on=first)
    await alice.hears("new title for “first”")
    await alice.presses("Edit", on=second)
    await alice.hears("new text of “second”")
    assert (await alice.hears("^first\n")).id == first.id
    # Leaving the one does not leave the other.
    await alice.presses("Expiry", on=first)
    await alice.presses("Back", on=await alice.hears("When should “first” expire"))
    await alice.hears("^first\n")
    await alice.says("second, changed")
    await alice.hears("\\(version 2\\)")
    assert await published(app, "alice/second") == "second, changed"


async def test_a_password_that_is_waited_for_is_waited_for_still(alice: Person) -> None:
    card = await pasted(alice, "some text")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.says("/password")
    await alice.hears("Send me the new password")
    await alice.presses("^1$")
    await alice.hears("^some text\n")
    typed = await alice.says("a secret of mine")
    await alice.hears("password for alice is set")
    assert typed.deleted
    assert card.text.startswith("some text")


async def test_a_paste_deleted_meanwhile_says_so_and_nothing_waits(telegram: Telegram, alice: Person) -> None:
    card = await pasted(alice, "old name")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    opened_twice = await alice.hears("^old name\n")
    await alice.presses("Rename", on=card)
    await alice.hears("Send me the new title")
    await alice.presses("Delete", on=opened_twice)
    await alice.hears("Delete “old name”")
    await alice.presses("Yes, delete")
    await alice.hears("is deleted")
    await alice.says("a new name")
    said = await alice.hears("“old name” is deleted. You can restore it within ten minutes")
    assert said.buttons == ["↩ Undo"]
    await pasted(alice, "a paste again")


async def test_renaming_in_russian(telegram: Telegram, alice: Person) -> None:
    await alice.says("/language")
    await alice.hears("Which language")
    await alice.presses("Русский")
    await alice.hears("говорю с вами по-русски")
    await pasted(alice, "старое имя")
    await alice.presses("Переименовать")
    await alice.hears("новый заголовок для «старое имя»")
    await alice.says("Моя заметка")
    await alice.hears("(?s)Переименовано.*/alice/moia-zametka")
