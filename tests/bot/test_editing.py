"""New texts of a paste, after the button Edit or as a reply to its card."""

from bot.context import AppContext
from tests.bot.conftest import pasted, published
from tests.bot.credentials import TOKEN
from tests.conversation import Person


async def test_a_text_after_the_button_is_the_next_revision(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "my plan")
    await alice.presses("Edit")
    await alice.hears("Send me the new text of “my plan”")
    await alice.says("another\n  plan")
    changed = await alice.hears("(?s)Updated \\(version 2\\).*\nmy plan\n.*2 lines.*version 2")
    assert changed.id == card.id
    await alice.until(lambda: alice.messages[-1].reaction == "👌")
    assert await published(app, "alice/my-plan") == "another\n  plan"
    await pasted(alice, "a paste again")


async def test_a_file_after_the_button_is_the_next_revision(alice: Person, app: AppContext) -> None:
    await pasted(alice, "my plan")
    await alice.presses("Edit")
    await alice.hears("new text of “my plan”")
    await alice.sends_file("other name.txt", "вот план\r\n".encode())
    await alice.hears("(?s)version 2.*\nmy plan\n")
    assert await published(app, "alice/my-plan") == "вот план\r\n"


async def test_a_reply_to_the_card_edits_its_paste(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "my plan")
    await alice.replies(card, "by reply")
    assert (await alice.hears("\\(version 2\\)")).id == card.id
    assert await published(app, "alice/my-plan") == "by reply"


async def test_a_file_as_a_reply_to_the_card_edits_its_paste(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "my plan")
    await alice.sends_file("other name.txt", "вот план\r\n".encode("cp1251"), reply_to=card)
    assert (await alice.hears("\\(version 2\\)")).id == card.id
    assert await published(app, "alice/my-plan") == "вот план\r\n"


async def test_a_reply_to_the_list_is_a_new_paste_and_one_to_a_card_from_it_edits_its_paste(
    alice: Person, app: AppContext
) -> None:
    await pasted(alice, "my plan")
    await alice.says("/my")
    listed = await alice.hears("Your pastes")
    await alice.presses("^1$")
    await alice.hears("^my plan\n")
    await alice.presses("My pastes")
    await alice.hears("Your pastes")
    await alice.replies(listed, "to the list")
    await alice.hears("/alice/to-the-list")
    assert await published(app, "alice/my-plan") == "my plan"
    await alice.says("/my")
    listed = await alice.hears("Your pastes")
    await alice.presses("^2$", on=listed)
    await alice.hears("^my plan\n")
    await alice.replies(listed, "by reply")
    assert (await alice.hears("\\(version 2\\)")).id == listed.id
    assert await published(app, "alice/my-plan") == "by reply"


async def test_a_reply_to_anything_else_is_a_new_paste(alice: Person, app: AppContext) -> None:
    said = await alice.says("my plan")
    await alice.hears("/alice/my-plan")
    await alice.replies(said, "something else")
    await alice.hears("/alice/something-else")
    assert await published(app, "alice/my-plan") == "my plan"


async def test_what_is_no_text_is_asked_for_again(alice: Person, app: AppContext) -> None:
    await pasted(alice, "my plan")
    await alice.presses("Edit")
    await alice.hears("new text of “my plan”")
    await alice.sends_file("empty.txt", b" \n")
    await alice.hears("There's no text in it")
    await alice.sends_file("holiday.png", b"\x89PNG\r\n\x1a\n\x00\x00")
    await alice.hears("“holiday.png” isn't text")
    await alice.sends_sticker()
    await alice.hears("Please send the text or file")
    await alice.says("another plan")
    await alice.hears("\\(version 2\\)")
    assert await published(app, "alice/my-plan") == "another plan"


async def test_the_same_text_once_more_changes_nothing(alice: Person) -> None:
    card = await pasted(alice, "my plan")
    await alice.replies(card, "my plan")
    again = await alice.hears("No changes")
    assert "version" not in again.text


async def test_the_question_can_be_left(alice: Person) -> None:
    await pasted(alice, "my plan")
    for leave in (alice.presses("Back"), alice.says("/cancel")):
        await alice.presses("Edit")
        await alice.hears("new text of “my plan”")
        await leave
        await alice.hears("^my plan\n")
    await pasted(alice, "a paste again")


async def test_old_texts_are_listed_and_come_back(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "first text")
    for number, text in ((2, "second text"), (3, "third text")):
        await alice.replies(card, text)
        await alice.hears(rf"\(version {number}\)")
    await alice.presses("Edit", on=card)
    await alice.hears("new text of")
    await alice.presses("History")
    history = await alice.hears("“first text” has 3 versions")
    assert history.text.index("3. ") < history.text.index("2. ") < history.text.index("1. ")
    assert "/alice/first-text/history" in history.text
    assert [text for text in history.buttons if "Restore" in text] == ["↩ Restore 2", "↩ Restore 1"]
    await alice.presses("Restore 1")
    await alice.hears("(?s)Version 1 is back, as a new version.*version 4")
    assert await published(app, "alice/first-text") == "first text"
    await pasted(alice, "a paste again")


async def test_old_texts_are_forgotten_after_a_question(alice: Person) -> None:
    card = await pasted(alice, "first text")
    await alice.replies(card, "second text")
    await alice.hears("\\(version 2\\)")
    for answer in ("Back", "Yes, clear it"):
        await alice.presses("Edit", on=card)
        await alice.hears("new text of")
        await alice.presses("History")
        await alice.hears("has 2 versions")
        await alice.presses("Clear history")
        await alice.hears("Clear the history of “first text”")
        await alice.presses(answer)
        if answer == "Back":
            await alice.hears("has 2 versions")
            await alice.presses("Back")
        await alice.hears("^first text\n")
    await alice.hears_toast("History cleared. The current text stays")
    await alice.presses("Edit", on=card)
    await alice.hears("new text of")
    await alice.presses("History")
    left = await alice.hears("has 1 version")
    assert not any("Restore" in text or "Clear" in text for text in left.buttons)


async def test_an_edit_that_brings_a_credential_asks_first(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "my plan")
    await alice.presses("Edit")
    await alice.hears("new text of “my plan”")
    await alice.says(f"token = '{TOKEN}'")
    asking = await alice.hears("(?s)Not published yet: the new text of “my plan”.*line 1: a GitHub token")
    # The card asks no more, and what comes now is a paste.
    assert (await alice.hears("^my plan\n")).id == card.id
    assert await published(app, "alice/my-plan") == "my plan"
    await alice.presses("Publish anyway", on=asking)
    await alice.hears("(?s)^my plan\n.*version 2")
    assert await published(app, "alice/my-plan") == f"token = '{TOKEN}'"


async def test_a_long_list_of_old_texts_shows_the_latest(alice: Person) -> None:
    card = await pasted(alice, "text 1")
    for number in range(2, 12):
        await alice.replies(card, f"text {number}")
        await alice.hears(rf"\(version {number}\)")
    await alice.presses("Edit", on=card)
    await alice.hears("new text of")
    await alice.presses("History")
    history = await alice.hears("has 11 versions")
    assert "\n3. " in history.text
    assert "\n2. " not in history.text
