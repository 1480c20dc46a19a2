"""getUpdates: pending updates arrive in order until they are confirmed."""

import asyncio

import pytest
from aiogram.exceptions import TelegramConflictError

from tests.local.telegram.calls import refused
from tests.patience import PATIENCE, awake

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def texts(updates):
    return [update.message.text if update.message else None for update in updates]


async def polling(bot, telegram, **options):
    """Return a poll that waits."""
    poll = asyncio.create_task(bot.get_updates(timeout=30, **options))
    await asyncio.wait_for(telegram.world.updates.waiting.wait(), PATIENCE)
    return poll


async def test_updates_come_again_until_they_are_confirmed(bot, alice):
    await alice.says("one")
    await alice.says("two")
    first = await bot.get_updates()
    assert texts(first) == ["/start", "one", "two"]
    assert texts(await bot.get_updates()) == texts(first)
    assert texts(await bot.get_updates(offset=first[1].update_id)) == ["one", "two"]
    assert await bot.get_updates(offset=first[2].update_id + 1) == []
    assert await bot.get_updates() == []


async def test_a_poll_gives_no_more_than_it_was_asked_for(bot, alice):
    for n in range(101):
        await alice.says(str(n))
    assert texts(await bot.get_updates(limit=2)) == ["/start", "0"]
    assert len(await bot.get_updates()) == 100
    assert len(await bot.get_updates(limit=1000)) == 100


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(bot, alice):
    await alice.says("one")
    await alice.says("two")
    for options in ({"offset": -1}, {}, {"offset": -(10**30)}):
        assert texts(await bot.get_updates(**options)) == ["two"]
    for offset in (10**30, -1):
        assert await bot.get_updates(offset=offset) == []


async def test_a_waiting_poll_wakes_at_once(bot, alice, telegram):
    (started,) = await bot.get_updates()
    poll = await polling(bot, telegram, offset=started.update_id + 1)
    await alice.says("one")
    async with awake(1):
        assert texts(await poll) == ["one"]


async def test_a_second_poll_ends_the_first_and_ends_empty_when_its_time_is_over(bot, telegram):
    first = await polling(bot, telegram)
    second = asyncio.create_task(bot.get_updates(timeout=1))
    await refused(first, OTHER, TelegramConflictError)
    assert await second == []


async def test_only_the_kinds_that_were_asked_for_come(bot, alice):
    await bot.get_updates(allowed_updates=["edited_message", "my_chat_member"], offset=-1)
    said = await alice.says("one")
    await alice.edits(said, "two")
    await alice.blocks_the_bot()
    await alice.unblocks_the_bot()
    kinds = [update.event_type for update in (await bot.get_updates())[1:]]
    assert kinds == ["edited_message", "my_chat_member", "my_chat_member"]
    await bot.get_updates(allowed_updates=[], offset=-1)
    await alice.says("three")
    assert texts(await bot.get_updates())[-1] == "three"


async def test_what_people_do_comes_as_telegram_would_tell_it(bot, alice):
    said = await alice.says("hello https://example.com 👍", reply_to=alice.messages[0])
    await alice.edits(said, "bye")
    for send in (alice.sends_sticker, alice.sends_photo, alice.sends_voice, alice.blocks_the_bot):
        await send()
    _, message, edit, *media, block = await bot.get_updates()
    message, edit, block = message.message, edit.edited_message, block.my_chat_member
    assert message.from_user.id == message.chat.id == alice.id > 2**32
    assert message.from_user.language_code == "en"
    assert message.reply_to_message is not None
    assert message.entities[0].type == "url"
    assert (edit.text, edit.message_id) == ("bye", said.id)
    assert edit.edit_date is not None
    assert [update.message.content_type for update in media] == ["sticker", "photo", "voice"]
    assert (block.old_chat_member.status, block.new_chat_member.status) == ("member", "kicked")


async def test_a_long_text_comes_as_several_messages(bot, alice):
    text = "a" + "👍" * 5000
    await alice.says(f" {text}\n")
    _, *parts = texts(await bot.get_updates())
    assert "".join(parts) == text
    assert [len(part.encode("utf-16-le")) // 2 for part in parts] == [4095, 4096, 1810]


async def test_an_update_can_be_delivered_twice(bot, alice, telegram):
    telegram.world.updates.repeat_next()
    (first,) = await bot.get_updates()
    assert texts([first]) == ["/start"]
    (again,) = await bot.get_updates(offset=first.update_id + 1)
    assert again.update_id == first.update_id
    assert await bot.get_updates(offset=first.update_id + 1) == []


@pytest.mark.parametrize(("order", "said"), [((), "abc"), ([2], "cab"), ([1, 0], "bac"), ([2, 0, 1], "cab")])
async def test_updates_can_be_held_and_released_in_any_order(bot, alice, telegram, order, said):
    await bot.get_updates(offset=-1)
    telegram.world.updates.hold()
    for text in "abc":
        await alice.says(text)
    assert len(await bot.get_updates()) == 1
    telegram.world.updates.release(order)
    received = (await bot.get_updates())[1:]
    assert "".join(texts(received)) == said
    assert [update.update_id for update in received] == sorted(update.update_id for update in received)
