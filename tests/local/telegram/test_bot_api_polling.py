"""getUpdates: pending updates arrive in order until they are confirmed."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError
from aiogram.types import Update

from tests.conversation import Person, Telegram
from tests.patience import PATIENCE, awake

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def texts(updates: list[Update]) -> list[str | None]:
    return [update.message.text if update.message else None for update in updates]


async def test_updates_come_again_until_they_are_confirmed(bot: Bot, alice: Person) -> None:
    await alice.says("one")
    await alice.says("two")
    first = await bot.get_updates()
    assert texts(first) == ["/start", "one", "two"]
    assert texts(await bot.get_updates()) == texts(first)
    assert texts(await bot.get_updates(offset=first[1].update_id)) == ["one", "two"]
    assert await bot.get_updates(offset=first[2].update_id + 1) == []
    assert await bot.get_updates() == []


async def test_a_poll_gives_no_more_than_it_was_asked_for(bot: Bot, alice: Person) -> None:
    for n in range(101):
        await alice.says(str(n))
    assert texts(await bot.get_updates(limit=2)) == ["/start", "0"]
    assert len(await bot.get_updates()) == 100
    assert len(await bot.get_updates(limit=1000)) == 100


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(bot: Bot, alice: Person) -> None:
    await alice.says("one")
    await alice.says("two")
    assert texts(await bot.get_updates(offset=-1)) == ["two"]
    assert texts(await bot.get_updates()) == ["two"]
    assert texts(await bot.get_updates(offset=-(10**30))) == ["two"]
    assert await bot.get_updates(offset=10**30) == []
    assert await bot.get_updates(offset=-1) == []


async def test_a_waiting_poll_wakes_at_once(bot: Bot, alice: Person, telegram: Telegram) -> None:
    (started,) = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=started.update_id + 1, timeout=30))
    await asyncio.wait_for(telegram.world.updates.waiting.wait(), PATIENCE)
    await alice.says("one")
    async with awake(1):
        assert texts(await poll) == ["one"]


async def test_a_poll_ends_empty_when_its_time_is_over(bot: Bot) -> None:
    assert await bot.get_updates(timeout=1) == []


async def test_a_second_poll_ends_the_first(bot: Bot, telegram: Telegram) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.wait_for(telegram.world.updates.waiting.wait(), PATIENCE)
    second = asyncio.create_task(bot.get_updates(timeout=1))
    with pytest.raises(TelegramConflictError, match=OTHER):
        await first
    assert await second == []


async def test_only_the_kinds_that_were_asked_for_come(bot: Bot, alice: Person) -> None:
    await bot.get_updates(allowed_updates=["edited_message", "my_chat_member"], offset=-1)
    said = await alice.says("one")
    await alice.edits(said, "two")
    await alice.blocks_the_bot()
    await alice.unblocks_the_bot()
    updates = await bot.get_updates()
    kinds = [update.event_type for update in updates[1:]]
    assert kinds == ["edited_message", "my_chat_member", "my_chat_member"]
    await bot.get_updates(allowed_updates=[], offset=-1)
    await alice.says("three")
    assert texts(await bot.get_updates())[-1] == "three"


async def test_what_people_do_comes_as_telegram_would_tell_it(bot: Bot, alice: Person) -> None:
    said = await alice.says("hello https://example.com 👍", reply_to=alice.messages[0])
    await alice.edits(said, "bye")
    await alice.sends_sticker()
    await alice.sends_photo()
    await alice.sends_voice()
    await alice.blocks_the_bot()
    _, message, edit, sticker, photo, voice, block = await bot.get_updates()
    assert message.message is not None
    assert message.message.from_user is not None
    assert message.message.from_user.id == message.message.chat.id == alice.id > 2**32
    assert message.message.from_user.language_code == "en"
    assert message.message.reply_to_message is not None
    assert message.message.entities is not None
    assert message.message.entities[0].type == "url"
    assert edit.edited_message is not None
    assert (edit.edited_message.text, edit.edited_message.message_id) == ("bye", said.id)
    assert edit.edited_message.edit_date is not None
    kinds = [update.message.content_type for update in (sticker, photo, voice) if update.message]
    assert kinds == ["sticker", "photo", "voice"]
    assert block.my_chat_member is not None
    assert block.my_chat_member.old_chat_member.status == "member"
    assert block.my_chat_member.new_chat_member.status == "kicked"


async def test_a_long_text_comes_as_several_messages(bot: Bot, alice: Person) -> None:
    text = "a" + "👍" * 5000
    await alice.says(f" {text}\n")
    _, *parts = texts(await bot.get_updates())
    assert "".join(part or "" for part in parts) == text
    assert [len((part or "").encode("utf-16-le")) // 2 for part in parts] == [4095, 4096, 1810]


async def test_an_update_can_be_delivered_twice(bot: Bot, alice: Person, telegram: Telegram) -> None:
    telegram.world.updates.repeat_next()
    first = await bot.get_updates()
    assert texts(first) == ["/start"]
    again = await bot.get_updates(offset=first[0].update_id + 1)
    assert [update.update_id for update in again] == [first[0].update_id]
    assert await bot.get_updates(offset=first[0].update_id + 1) == []
