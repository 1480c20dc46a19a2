"""Buttons that are pressed twice act once, and no edit is sent that Telegram would refuse."""

import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from redis.asyncio import Redis

from bot.chat_memory import MessageStates
from local.telegram.faults import Fault, Trouble
from tests.bot.conftest import pasted
from tests.bot.test_old_buttons import presses_forged
from tests.conversation import Person, Telegram


async def test_a_button_pressed_twice_in_haste_changes_the_card_once(
    telegram: Telegram, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    card = await pasted(alice, "one thing")
    telegram.world.updates.hold()
    await alice.presses("Visibility", on=card)
    await alice.presses("Visibility", on=card)
    telegram.world.updates.release()
    await alice.hears("Who can see")
    await pasted(alice, "another thing")
    assert "not modified" not in caplog.text


async def test_each_press_on_the_card_of_a_paste_that_is_gone_is_told_so(
    telegram: Telegram, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    old = await pasted(alice, "one thing")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("^1$")
    await alice.hears("one thing")
    await alice.presses("Delete")
    await alice.hears("Delete “one thing”")
    await alice.presses("Yes, delete")
    await alice.hears("is deleted")
    telegram.world.updates.hold()
    await alice.presses("Visibility", on=old)
    await alice.presses("Expiry", on=old)
    telegram.world.updates.release()
    for _ in range(2):
        await alice.hears_toast("“one thing” is deleted")
    assert "not modified" not in caplog.text


async def test_a_press_is_answered_at_once_however_long_cards_wait(telegram: Telegram, alice: Person) -> None:
    card = await pasted(alice, "one thing")
    telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, "sendMessage", seconds=15))
    await alice.says("another thing")
    await presses_forged(telegram, alice, card, "of another time")
    await alice.hears_toast("")
    assert not any(message.matches("/alice/another-thing") for message in alice.messages)


async def test_what_is_shown_is_told_from_what_is_not(redis: Redis) -> None:
    screens = MessageStates(redis)
    buttons = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x", callback_data="y")]])
    assert not await screens.shows(1, 2, "text", buttons)
    await screens.remember(1, 2, "text", buttons)
    assert await screens.shows(1, 2, "text", buttons)
    assert not await screens.shows(1, 2, "text", None)
    assert not await screens.shows(1, 2, "text!", buttons)
    assert not await screens.shows(1, 3, "text", buttons)
    await screens.remember(1, 2, "other", None)
    assert not await screens.shows(1, 2, "text", buttons)
