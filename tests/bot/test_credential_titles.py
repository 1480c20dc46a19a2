"""Credentials do not become titles, which are public and in addresses, without a warning."""

import pytest

from bot.context import AppContext
from posts.errors import PostNotFound
from tests.bot.conftest import opened, pasted
from tests.bot.credentials import TOKEN
from tests.bot.published import pastes
from tests.bot.test_visibility import chosen
from tests.chat_message import ChatMessage
from tests.conversation import Person

SLUG = TOKEN.lower().replace("_", "-")


async def warned(alice: Person, title: str = TOKEN) -> ChatMessage:
    await alice.presses("Rename")
    await alice.hears("Send me the new title")
    await alice.says(title)
    return await alice.hears("“my notes” isn't renamed yet")


async def test_the_card_warns_of_a_secret_in_a_title_and_another_may_be_sent_instead(
    alice: Person, app: AppContext
) -> None:
    card = await pasted(alice, "my notes")
    warning = await warned(alice, f"token {TOKEN}")
    assert warning.id == card.id
    assert "• title: a GitHub token" in warning.text
    assert TOKEN not in warning.text
    assert warning.buttons == ["✏️ Rename anyway", "◀ Back"]
    await alice.until(lambda: alice.messages[-1].reaction == "🤔")
    assert [post.title for post in await pastes(app)] == ["my notes"]
    await alice.says("a better title")
    await alice.hears("/alice/a-better-title")
    with pytest.raises(PostNotFound):
        await opened(app, f"alice/{SLUG}")


async def test_the_warning_can_be_left_and_overruled_by_one_press(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "my notes")
    await warned(alice)
    await alice.presses("Back")
    await alice.hears("^my notes\n")
    await pasted(alice, "a paste again")
    assert [post.title for post in await pastes(app)] == ["my notes", "a paste again"]
    await alice.presses("Rename", on=card)
    await alice.hears("Send me the new title")
    await alice.says(TOKEN)
    await alice.hears("“my notes” isn't renamed yet")
    await alice.presses("Rename anyway")
    renamed = await alice.hears("(?s)Renamed.*ghp_")
    assert renamed.id == card.id
    assert (await pastes(app))[0].title == TOKEN
    await pasted(alice, "one more paste")


async def test_a_warning_that_was_left_asks_for_the_title_again(alice: Person, app: AppContext) -> None:
    await pasted(alice, "my notes")
    warning = await warned(alice)
    await alice.says("/new something else")
    await alice.hears("Now send me the text")
    await alice.presses("Rename anyway", on=warning)
    await alice.hears("Send me the new title")
    assert [post.title for post in await pastes(app)] == ["my notes"]


async def test_what_only_the_author_reads_is_renamed_and_warned_of_when_it_gets_public(
    alice: Person, app: AppContext
) -> None:
    await pasted(alice, "my notes")
    await chosen(alice, "Private")
    await alice.presses("Rename")
    await alice.hears("Send me the new title")
    await alice.says(TOKEN)
    await alice.hears("(?s)Renamed.*Private")
    await alice.presses("Visibility")
    await alice.hears("Who can see")
    await alice.presses("Public")
    await alice.hears("(?s)isn't public yet.*• title: a GitHub token")
    with pytest.raises(PostNotFound):
        await opened(app, f"alice/{SLUG}")


async def test_a_title_that_is_edited_in_the_message_is_not_taken_either(
    alice: Person, app: AppContext
) -> None:
    said = await alice.says("/new Notes\nfirst")
    await alice.hears("/alice/notes")
    await alice.edits(said, f"/new {TOKEN}\nfirst")
    await alice.hears("(?s)^⚠️ I didn't change the title.*\n\nNotes\n")
    await alice.edits(said, f"/new {TOKEN}\nfirst, second")
    await alice.hears("(?s)\\(version 2\\).*I didn't change the title")
    assert [post.title for post in await pastes(app)] == ["Notes"]


async def test_nor_one_in_a_files_caption(alice: Person, app: AppContext) -> None:
    file = await alice.sends_file("main.py", b"x = 1\n", caption="/new Notes")
    await alice.hears("/alice/notes")
    await alice.edits(file, f"/new {TOKEN}")
    await alice.hears("I didn't change the title")
    assert [post.title for post in await pastes(app)] == ["Notes"]


async def test_the_warning_in_russian(alice: Person) -> None:
    await pasted(alice, "заметки")
    await alice.says("/language")
    await alice.hears("Which language")
    await alice.presses("Русский")
    await alice.hears("говорю с вами по-русски")
    await alice.presses("Rename")
    await alice.hears("Пришлите новый заголовок")
    await alice.says(TOKEN)
    warning = await alice.hears("«заметки» ещё не переименована")
    assert "• заголовок: токен GitHub" in warning.text
    await alice.presses("Всё равно переименовать")
    await alice.hears("Переименовано")
