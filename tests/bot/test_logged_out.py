"""Chats that have logged out: what they sent is there after a login, and goes with the account."""

import pytest
from redis.asyncio import Redis

from bot.context import AppContext
from kernel.database import Sessions
from tests.bot.conftest import pasted, published
from tests.bot.credentials import TOKEN
from tests.bot.redis_contents import about, everything_in
from tests.bot.test_account import leaving, the_day_passes
from tests.chat_message import ChatMessage
from tests.conversation import Person, Telegram
from tests.notifier.export_zip import luggage_of
from tests.posts.conftest import Database

_PASSWORD = "correct horse battery"


@pytest.fixture
async def tablet(telegram: Telegram, alice: Person) -> Person:
    """Second chat of Alice's account."""
    await alice.says(f"/password {_PASSWORD}")
    await alice.hears("password for alice is set")
    tablet = telegram.person("Tablet")
    await logs_in(tablet)
    return tablet


async def logs_in(tablet: Person) -> None:
    await tablet.says(f"/login alice {_PASSWORD}")
    await tablet.hears("linked to alice now")


async def logs_out(tablet: Person) -> tuple[ChatMessage, ChatMessage]:
    """Log out of a chat with a paste and a pending draft; return their cards."""
    card = await pasted(tablet, "a note")
    await tablet.says(f"/new Keys\nthe key is {TOKEN}")
    held = await tablet.hears("seems to contain a secret")
    await tablet.says("/logout")
    await tablet.hears("no longer linked to alice")
    return card, held


async def test_it_finds_everything_when_it_comes_back(tablet: Person, app: AppContext) -> None:
    card, held = await logs_out(tablet)
    await logs_in(tablet)
    await tablet.replies(card, "a note, changed")
    await tablet.hears("(?s)a note\n.*version 2")
    assert await published(app, "alice/a-note") == "a note, changed"
    await tablet.presses("Publish anyway", on=held)
    await tablet.hears("/alice/keys")


@pytest.mark.usefixtures("notifier")
async def test_its_draft_is_in_the_export_and_nothing_is_left_when_the_account_is_deleted(
    telegram: Telegram, alice: Person, tablet: Person, redis: Redis, sessions: Sessions
) -> None:
    await logs_out(tablet)
    await alice.says("/export")
    luggage = luggage_of(telegram, await alice.hears("All your data as of", within=30))
    (draft,) = luggage.json("drafts.json")
    assert luggage.read(draft["file"]).decode() == f"the key is {TOKEN}"
    kept = " ".join(about(await everything_in(redis), str(tablet.id), "kernel:traces"))
    assert "bot:card:" in kept
    assert "bot:card-in:" in kept
    await leaving(alice)
    await the_day_passes(sessions)
    await alice.hears("Your account alice and all your data have been deleted", within=60)
    assert about(await everything_in(redis), str(tablet.id), "kernel:traces") == set()
    assert await Database(sessions).count("posts.drafts") == 0


async def test_an_edit_there_is_told_what_to_do_and_once(
    telegram: Telegram, tablet: Person, app: AppContext
) -> None:
    said = await tablet.says("a plan")
    await tablet.hears("/alice/a-plan")
    await tablet.says("/logout")
    await tablet.hears("no longer linked to alice")
    world = telegram.world
    # As an app does for a preview: nothing is new.
    world.updates.put("edited_message", world.render(world.state.messages[tablet.id][said.id]))
    await tablet.edits(said, "a better plan")
    told = await tablet.hears(
        "“a plan”: the paste belongs to alice, and this chat is logged out.*/login, then edit"
    )
    assert told.reply_to == said.id
    await tablet.edits(said, "an even better plan")
    await tablet.hears_nothing_of("belongs to alice", until=logs_in(tablet))
    assert await published(app, "alice/a-plan") == "a plan"
    await tablet.edits(said, "the best plan")
    await tablet.hears("Your edit updated the paste")
    assert await published(app, "alice/a-plan") == "the best plan"


async def test_an_edit_is_told_so_too_where_the_chat_has_another_account(
    telegram: Telegram, tablet: Person, app: AppContext
) -> None:
    said = await tablet.says("a plan")
    await tablet.hears("/alice/a-plan")
    await tablet.says("/logout")
    await tablet.hears("no longer linked to alice")
    await tablet.says("/start")
    await tablet.hears("choose your username")
    await tablet.says("bob")
    await tablet.hears("Welcome, bob")
    await tablet.edits(said, "a better plan")
    await tablet.hears("linked to another account now. /logout, /login as alice, then edit")
    assert await published(app, "alice/a-plan") == "a plan"


async def test_an_edit_there_is_told_so_in_russian(telegram: Telegram, alice: Person) -> None:
    await alice.says(f"/password {_PASSWORD}")
    await alice.hears("password for alice is set")
    masha = telegram.person("Маша", language="ru")
    await masha.says(f"/login alice {_PASSWORD}")
    await masha.hears("alice")
    said = await masha.says("план")
    await masha.hears("/alice/plan")
    await masha.says("/logout")
    await masha.hears("alice")
    await masha.edits(said, "план получше")
    await masha.hears(r"«план»: это запись alice, а этот чат вышел из того аккаунта. Войдите \(/login\)")
