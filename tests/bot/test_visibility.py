"""Visibility of a paste: two presses each way."""

from datetime import timedelta

import pytest

from bot.cards import choices
from bot.context import AppContext
from posts.errors import PostNotFound
from posts.models import Visibility
from tests.bot.conftest import opened, pasted
from tests.bot.credentials import TOKEN
from tests.bot.test_ended_pastes import speaks_russian
from tests.chat_message import ChatMessage
from tests.conversation import Person


async def chosen(alice: Person, visibility: str) -> ChatMessage:
    """Choose a visibility by two presses on the latest card."""
    await alice.presses("Visibility")
    await alice.hears("Who can see")
    await alice.presses(visibility)
    return await alice.hears(f"(?s)^[^\n]*\nhttp.*{visibility}")


async def test_two_presses_change_who_reads_and_two_change_it_back(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "my plan")
    shown = len(alice.messages)
    private = await chosen(alice, "Private")
    await alice.hears_toast("Only you can see it now")
    with pytest.raises(PostNotFound):
        await opened(app, "alice/my-plan")
    public = await chosen(alice, "Public")
    await alice.hears_toast("Everyone can see it now")
    assert (await opened(app, "alice/my-plan")).visibility is Visibility.PUBLIC
    assert card.id == private.id == public.id
    assert len(alice.messages) == shown


async def test_the_question_says_how_long_a_private_link_works(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pasted(alice, "my plan")
    for minutes, words in ((5, "works for 5 minutes"), (1, "works for 1 minute\\.")):
        monkeypatch.setattr(choices, "KEY_LIFETIME", timedelta(minutes=minutes))
        await alice.presses("Visibility")
        await alice.hears(f"Private: only you, through a link that {words}")
        await alice.presses("Back")
        await alice.hears("^my plan\n")
    await speaks_russian(alice)
    await pasted(alice, "мой план")
    for minutes, words in ((5, "на 5 минут из"), (1, "на 1 минуту из")):
        monkeypatch.setattr(choices, "KEY_LIFETIME", timedelta(minutes=minutes))
        await alice.presses("Доступ")
        await alice.hears(f"Личная: только вы, по ссылке {words} этого чата")
        await alice.presses("Назад")
        await alice.hears("^мой план\n")


async def test_unlisted_has_a_new_link_that_nobody_guesses(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "my plan")
    unlisted = await chosen(alice, "Unlisted")
    await alice.hears_toast("New link. The old one no longer works")
    assert unlisted.link != card.link
    assert (await opened(app, unlisted.link.partition("8080/")[2])).title == "my plan"
    with pytest.raises(PostNotFound):
        await opened(app, "alice/my-plan")


async def test_choosing_what_is_chosen_changes_nothing(alice: Person) -> None:
    await pasted(alice, "my plan")
    unlisted = await chosen(alice, "Unlisted")
    await alice.presses("Visibility")
    assert "✓ 🔗 Unlisted" in (await alice.hears("Who can see")).buttons
    await alice.presses("Unlisted")
    assert (await alice.hears("^my plan\n")).link == unlisted.link


async def test_what_is_private_opens_by_a_link_of_five_minutes(alice: Person) -> None:
    await pasted(alice, "my plan")
    await chosen(alice, "Private")
    await alice.presses("Open")
    key = await alice.hears("For 5 minutes this link opens “my plan”")
    assert "/alice/my-plan?key=" in key.link
    assert [shown["copy_text"] for row in key.keyboard for shown in row if "Copy" in shown["text"]] == [
        key.link
    ]
    await alice.presses("Back")
    await alice.hears("^my plan\n")


async def test_a_credential_is_not_shown_to_everybody_without_asking(alice: Person, app: AppContext) -> None:
    await alice.says(f"my token\n{TOKEN}")
    await alice.hears("(?s)Not published yet: “my token”.*line 2: a GitHub token")
    await alice.presses("Make private")
    await alice.hears("Private")
    await alice.presses("Visibility")
    await alice.hears("Who can see")
    await alice.presses("Public")
    asking = await alice.hears("(?s)“my token” isn't public yet.*line 2: a GitHub token")
    assert TOKEN not in asking.text
    with pytest.raises(PostNotFound):
        await opened(app, "alice/my-token")
    await alice.presses("Back")
    await alice.hears("(?s)^my token\n.*Private")
    await alice.presses("Visibility")
    await alice.hears("Who can see")
    await alice.presses("Public")
    await alice.hears("isn't public yet")
    await alice.presses("Publish anyway")
    await alice.hears("(?s)^my token\n.*Public")
    assert (await opened(app, "alice/my-token")).title == "my token"
