"""A person's chats as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup

from tests.conversation import Person, Telegram
from tests.local.telegram.raw_calls import Raw
from tests.patience import PATIENCE, awake

Next = Callable[[], Awaitable[tuple[str, Any]]]


@pytest.fixture
async def following(raw: Raw, alice: Person) -> AsyncIterator[Callable[[], Awaitable[Next]]]:
    """Open Alice's event stream and yield a function that returns the next event."""
    async with AsyncExitStack() as streams:

        async def follow() -> Next:
            request = raw.session.get(f"{raw.url}/people/{alice.id}/events")
            response = await streams.enter_async_context(request)
            assert response.content_type == "text/event-stream"

            async def following() -> tuple[str, Any]:
                async with asyncio.timeout(PATIENCE):
                    name = (await response.content.readline()).decode().removeprefix("event: ").strip()
                    data = (await response.content.readline()).decode().removeprefix("data: ")
                    await response.content.readline()
                return name, json.loads(data) if data else None

            return following

        yield follow


Following = Callable[[], Awaitable[Next]]


async def test_a_stream_begins_with_all_there_is(following: Following, alice: Person) -> None:
    name, data = await (await following())()
    assert name == "snapshot"
    assert data["person"] == {
        "id": alice.id,
        "first_name": "Alice",
        "username": "alice",
        "language_code": "en",
        "blocked": False,
    }
    bot = {"id": 123456789, "first_name": "Postebin", "username": "postebin_bot"}
    assert data["bot"] == {**bot, "privacy_mode": True, "inline_feedback": False}
    assert data["groups"] == []
    assert data["commands"] == []
    assert data["offline"] is True
    assert [message["text"] for message in data["messages"]] == ["/start"]


async def test_a_bot_that_begins_to_poll_is_online(following: Following, bot: Bot) -> None:
    follow = await following()
    await follow()
    await bot.get_updates()
    name, data = await follow()
    assert (name, data["offline"]) == ("snapshot", False)


async def test_messages_come_change_and_go(following: Following, bot: Bot, alice: Person) -> None:
    follow = await following()
    await follow()
    rows = [[InlineKeyboardButton(text="a", callback_data="b")]]
    sent = await bot.send_message(
        alice.id, "<b>a</b>\nb", parse_mode="HTML", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows)
    )
    name, data = await follow()
    assert name == "message"
    assert data == {
        "chat_id": alice.id,
        "message_id": sent.message_id,
        "from": {"id": 123456789, "first_name": "Postebin"},
        "from_bot": True,
        "date": int(sent.date.timestamp()),
        "edit_date": None,
        "text": "a\nb",
        "html": "<b>a</b>\nb",
        "markup": None,
        "document": None,
        "kind": None,
        "album": None,
        "via_bot": None,
        "service": None,
        "forwarded_from": None,
        "reply_to_message_id": None,
        "reaction": None,
        "keyboard": [[{"text": "a", "kind": "callback", "data": "b"}]],
    }
    await sent.edit_text("c")
    name, data = await follow()
    assert (name, data["text"], data["keyboard"]) == ("edited", "c", None)
    await sent.delete()
    assert await follow() == ("deleted", {"chat_id": alice.id, "message_id": sent.message_id})


async def test_what_one_says_is_shown_to_oneself(following: Following, alice: Person) -> None:
    first, second = await following(), await following()
    await first()
    await second()
    await alice.says("hello")
    for follow in (first, second):
        name, data = await follow()
        assert (name, data["text"], data["from_bot"]) == ("message", "hello", False)


async def test_toasts_actions_and_menus_are_shown(
    following: Following, bot: Bot, alice: Person, telegram: Telegram
) -> None:
    follow = await following()
    await follow()
    query_id = telegram.server.people.inline(alice.account).ask("x")
    await bot.answer_callback_query(query_id, "Done", show_alert=True)
    toast = {"chat_id": alice.id, "text": "Done", "show_alert": True, "callback_query_id": query_id}
    assert await follow() == ("toast", toast)
    await bot.send_chat_action(alice.id, "typing")
    assert await follow() == ("action", {"chat_id": alice.id, "action": "typing"})
    await bot.set_my_commands([BotCommand(command="help", description="Help")])
    commands = [{"command": "help", "description": "Help"}]
    assert await follow() == ("commands", {"chat_id": alice.id, "commands": commands})
    await alice.blocks_the_bot()
    name, data = await follow()
    assert (name, data["blocked"]) == ("person", True)


async def test_streams_and_polls_end_with_the_server(
    following: Following, telegram: Telegram, bot: Bot
) -> None:
    follow = await following()
    await follow()
    (started,) = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=started.update_id + 1, timeout=30))
    await asyncio.wait_for(telegram.world.updates.waiting.wait(), PATIENCE)
    assert (await follow())[0] == "snapshot"
    async with awake(2):
        await telegram.server.stop()
    assert await follow() == ("", None)
    assert await poll == []
