"""A person's chats as server-sent events."""

import asyncio
import json
from contextlib import AsyncExitStack

import pytest
from aiogram.types import BotCommand

from tests.local.telegram.calls import PRESS
from tests.patience import PATIENCE, awake


@pytest.fixture
async def follow(http, alice):
    """Return a function that opens Alice's event stream, and returns one that reads the next event."""
    async with AsyncExitStack() as streams:

        async def follow():
            request = http.session.get(f"{http.url}/people/{alice.id}/events")
            response = await streams.enter_async_context(request)
            assert response.content_type == "text/event-stream"

            async def following():
                async with asyncio.timeout(PATIENCE):
                    name, data, _ = [(await response.content.readline()).decode() for _ in range(3)]
                data = data.removeprefix("data: ")
                return name.removeprefix("event: ").strip(), json.loads(data) if data else None

            return following

        yield follow


async def test_a_stream_begins_with_all_there_is(follow, alice):
    name, data = await (await follow())()
    assert name == "snapshot"
    named = {"first_name": "Alice", "username": "alice"}
    assert data["person"] == {"id": alice.id, **named, "language_code": "en", "blocked": False}
    bot = {"id": 123456789, "first_name": "Postebin", "username": "postebin_bot"}
    assert data["bot"] == {**bot, "privacy_mode": True, "inline_feedback": False}
    assert (data["groups"], data["commands"], data["offline"]) == ([], [], True)
    assert [message["text"] for message in data["messages"]] == ["/start"]


async def test_messages_come_change_and_go(follow, bot, alice):
    following = await follow()
    await following()
    sent = await bot.send_message(alice.id, "<b>a</b>\nb", parse_mode="HTML", reply_markup=PRESS)
    empty = "edit_date markup document kind album via_bot service forwarded_from reply_to_message_id reaction"
    assert await following() == (
        "message",
        {
            "chat_id": alice.id,
            "message_id": sent.message_id,
            "from": {"id": 123456789, "first_name": "Postebin"},
            "from_bot": True,
            "date": int(sent.date.timestamp()),
            "text": "a\nb",
            "html": "<b>a</b>\nb",
            "keyboard": [[{"text": "Go", "kind": "callback", "data": "go"}]],
            **dict.fromkeys(empty.split()),
        },
    )
    await sent.edit_text("c")
    name, data = await following()
    assert (name, data["text"], data["keyboard"]) == ("edited", "c", None)
    await sent.delete()
    assert await following() == ("deleted", {"chat_id": alice.id, "message_id": sent.message_id})


async def test_all_streams_of_a_person_show_what_they_say(follow, alice):
    first, second = await follow(), await follow()
    await alice.says("hello")
    for following in (first, second):
        assert (await following())[0] == "snapshot"
        name, data = await following()
        assert (name, data["text"], data["from_bot"]) == ("message", "hello", False)


async def test_toasts_actions_and_menus_are_shown(follow, bot, alice, telegram):
    following = await follow()
    await following()
    query_id = telegram.server.people.inline(alice.account).ask("x")
    await bot.answer_callback_query(query_id, "Done", show_alert=True)
    toast = {"chat_id": alice.id, "text": "Done", "show_alert": True, "callback_query_id": query_id}
    assert await following() == ("toast", toast)
    await bot.send_chat_action(alice.id, "typing")
    assert await following() == ("action", {"chat_id": alice.id, "action": "typing"})
    await bot.set_my_commands([BotCommand(command="help", description="Help")])
    commands = [{"command": "help", "description": "Help"}]
    assert await following() == ("commands", {"chat_id": alice.id, "commands": commands})
    await alice.blocks_the_bot()
    name, data = await following()
    assert (name, data["blocked"]) == ("person", True)


async def test_a_polling_bot_is_online_until_streams_and_polls_end_with_the_server(follow, telegram, bot):
    following = await follow()
    await following()
    (started,) = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=started.update_id + 1, timeout=30))
    await asyncio.wait_for(telegram.world.updates.waiting.wait(), PATIENCE)
    name, data = await following()
    assert (name, data["offline"]) == ("snapshot", False)
    async with awake(2):
        await telegram.server.stop()
    assert await following() == ("", None)
    assert await poll == []
