"""The new text of a paste, edited in Telegram after it was sent."""

from bot.context import AppContext
from tests.bot.long_texts import long_text
from tests.bot.published import published, text_behind
from tests.conversation import Person

SECRET = 'token = "ghp_9fK2mQx7Lw3RtZ8vNb4YcD6sHj1PqU5aEoGi"'


async def test_the_answer_to_edit_can_be_edited_too(alice: Person, app: AppContext) -> None:
    await alice.says("draft")
    await alice.hears("/alice/draft")
    await alice.presses("Edit")
    await alice.hears("Send me the new text")
    said = await alice.says("better")
    await alice.hears("\\(version 2\\)")
    await alice.edits(said, "best")
    await alice.hears("\\(version 3\\)")
    assert await published(app, "alice/draft") == "best"


async def test_a_part_of_what_was_replaced_since_says_so_and_a_part_of_the_new_text_is_followed(
    alice: Person, app: AppContext
) -> None:
    old = await alice.says(long_text(9_000))
    second = next(message for message in alice.messages if message.id == old.id + 1)
    await alice.hears("/alice/a-long-text")
    await alice.presses("Edit")
    await alice.hears("Send me the new text")
    text = long_text(9_000, "Another text")
    new = await alice.says(text)
    await alice.hears("version 2")
    await alice.edits(old, "Corrected")
    said = "“A long text”: the paste has a new text now, .* part of the old one.*paste's card .* Edit"
    await alice.hears(said)
    # Neither is a later part of the old text forgotten.
    await alice.edits(second, "Corrected")
    await alice.hears(said)
    await alice.edits(new, "Corrected, ")
    changed = await alice.hears("\\(version 3\\)")
    assert await text_behind(changed, app) == "Corrected," + text[len(new.text) :]
