"""Public pastes with what looks like a credential wait for their author's decision."""

import pytest

from bot.context import AppContext
from posts.errors import PostNotFound
from posts.models import Visibility
from tests.bot.conftest import opened, pasted, published
from tests.bot.credentials import TOKEN
from tests.chat_message import ChatMessage
from tests.conversation import Person, Telegram

TEXT = f"my config\ntoken = '{TOKEN}'"


async def warned(alice: Person) -> ChatMessage:
    await alice.says(TEXT)
    return await alice.hears("(?s)Not published yet: “my config”.*line 2: a GitHub token")


async def test_the_warning_shows_where_but_not_what(alice: Person, app: AppContext) -> None:
    warning = await warned(alice)
    assert TOKEN not in warning.text
    assert warning.text.endswith("I keep drafts for 30 days.")
    assert warning.buttons == ["🔒 Make private", "🌍 Publish anyway", "✖ Cancel"]
    with pytest.raises(PostNotFound):
        await opened(app, "alice/my-config")


async def test_a_weak_password_in_an_address_is_warned_of(alice: Person) -> None:
    for pair in ("user:password", "admin:secret", "root:qwerty"):
        await alice.says(f"my config\npostgres://{pair}@db.prod.io:5432/main")
        await alice.hears("(?s)Not published yet: “my config”.*line 2: a password in a link")
    await alice.says("my example\npostgres://user:password@localhost:5432/main")
    await alice.hears("/alice/my-example")


async def test_published_anyway_it_is_as_it_was_sent(alice: Person, app: AppContext) -> None:
    warning = await warned(alice)
    await alice.presses("Publish anyway")
    card = await alice.hears("/alice/my-config")
    assert card.id == warning.id
    assert "Public" in card.text
    assert await published(app, "alice/my-config") == TEXT


async def test_made_private_nobody_else_reads_it(alice: Person, app: AppContext) -> None:
    await warned(alice)
    await alice.presses("Make private")
    await alice.hears("(?s)/alice/my-config.*Private")
    with pytest.raises(PostNotFound):
        await opened(app, "alice/my-config")


async def test_cancelled_it_is_gone_and_the_message_stays(alice: Person) -> None:
    await warned(alice)
    await alice.presses("Cancel")
    await alice.hears("Draft deleted, nothing published")
    await alice.says("/my")
    await alice.hears("no pastes yet")
    assert any(said.text == TEXT for said in alice.messages)


async def test_two_presses_publish_once(telegram: Telegram, alice: Person) -> None:
    await warned(alice)
    telegram.world.updates.repeat_next()
    await alice.presses("Publish anyway")
    await alice.hears("/alice/my-config")
    await warned(alice)
    await alice.presses("Make private")
    await alice.presses("Publish anyway")
    await alice.hears("(?s)/alice/my-config-2.*Private")
    await alice.hears_toast("Already done")
    await alice.says("/my")
    assert (await alice.hears("Your pastes")).text.count("my-config") == 2


async def test_what_is_private_or_unlisted_by_habit_needs_no_warning(alice: Person) -> None:
    for visibility in ("Private", "Unlisted"):
        await alice.says("/settings")
        await alice.hears("Defaults for new pastes")
        await alice.presses("Visibility")
        await alice.hears("Defaults for new pastes")
        await alice.presses(visibility)
        await alice.hears(f"Visibility: . {visibility}")
        await alice.says(TEXT)
        await alice.hears(f"(?s)/alice/my-config.*{visibility}")


async def test_a_file_is_looked_into_too(alice: Person) -> None:
    await alice.sends_file("main.py", TEXT.encode())
    await alice.hears("(?s)Not published yet: “main.py”.*line 2")


async def test_a_strangers_first_text_waits_for_a_name_and_then_for_a_decision(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    eve = telegram.person("Eve", language="ru")
    await eve.says(TEXT)
    await eve.hears("Сохранил «my config»")
    await eve.says("eve")
    await eve.hears("(?s)Ещё не опубликовано: «my config».*строка 2: токен GitHub")
    await eve.presses("Всё равно опубликовать")
    await eve.hears("/eve/my-config")
    assert (await opened(app, "eve/my-config")).visibility is Visibility.PUBLIC


async def test_an_edited_text_can_be_cancelled_or_kept_private(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "my plan")
    await alice.replies(card, TEXT)
    await alice.hears("Not published yet: the new text of “my plan”")
    await alice.presses("Cancel")
    await alice.hears("Drafts? deleted")
    assert await published(app, "alice/my-plan") == "my plan"
    await alice.replies(card, TEXT)
    await alice.hears("Not published yet: the new text of “my plan”")
    await alice.presses("Make private")
    await alice.hears("(?s)^my plan\n.*Private.*version 2")
    with pytest.raises(PostNotFound):
        await opened(app, "alice/my-plan")


async def test_what_is_only_in_the_history_is_warned_of_too(alice: Person) -> None:
    await alice.says("/settings")
    await alice.hears("Defaults for new pastes")
    await alice.presses("Visibility")
    await alice.hears("Defaults for new pastes")
    await alice.presses("Private")
    await alice.hears("Visibility: 🔒 Private")
    await alice.says(f"key {TOKEN}")
    card = await alice.hears("🔒 Private")
    await alice.says("nothing secret any more", reply_to=card)
    await alice.hears("\\(version 2\\)")
    await alice.presses("Visibility")
    await alice.hears("Who can see")
    await alice.presses("Public")
    await alice.hears("isn't public yet")
    await alice.presses("Publish anyway")
    await alice.hears("🌍 Public")


async def test_what_burned_and_does_not_any_more_is_warned_of(alice: Person) -> None:
    await alice.says("/settings")
    await alice.hears("Defaults for new pastes")
    await alice.presses("Burn")
    await alice.hears("Burn after reading: yes")
    await alice.says(f"key {TOKEN}")
    await alice.hears("burns after reading")
    await alice.presses("Expiry")
    await alice.hears("When should")
    await alice.presses("Burn")
    await alice.hears("isn't public yet")
    await alice.presses("Publish anyway")
    await alice.hears("🌍 Public · ♾ no expiry(?! · 🔥)")


async def test_a_text_whose_first_line_was_a_secret_is_named_by_what_it_says_once_it_is_edited(
    alice: Person,
) -> None:
    message = await alice.says(f"token = '{TOKEN}'")
    await alice.hears("Not published yet: “20")
    await alice.edits(message, "the token is removed")
    await alice.hears("/alice/the-token-is-removed")
