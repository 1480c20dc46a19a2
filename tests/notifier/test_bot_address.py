"""The address of the bot, which the viewer reads."""

import pytest

from kernel.database import Sessions
from notifier.models import BotAddress
from tests.doors import Door, bot_address_door

PASTES = BotAddress("pastes_bot", "https://t.me/pastes_bot")


@pytest.fixture
def bots(sessions: Sessions) -> Door:
    return bot_address_door(sessions)


async def test_there_is_no_address_before_a_bot_has_started(bots: Door) -> None:
    assert await bots.find() is None


async def test_the_address_is_that_of_the_bot_that_started_last(bots: Door) -> None:
    await bots.save(BotAddress("another_bot", "https://t.me/another_bot"))
    await bots.save(PASTES)
    await bots.save(PASTES)
    assert await bots.find() == PASTES


def test_a_link_contains_the_payload_of_start() -> None:
    assert PASTES.starting("follow_alice") == "https://t.me/pastes_bot?start=follow_alice"
