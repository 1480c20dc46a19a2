"""Where the bot is found, as the viewer learns it."""

import pytest

from kernel.database import Sessions
from notifier.models import BotAddress
from tests.doors import Door, bot_address_door

PASTES = BotAddress("pastes_bot", "https://t.me/pastes_bot")


@pytest.fixture
def bots(sessions: Sessions) -> Door:
    return bot_address_door(sessions)


async def test_nothing_is_known_before_a_bot_has_started(bots: Door) -> None:
    assert await bots.find() is None


async def test_the_bot_that_started_last_is_it(bots: Door) -> None:
    await bots.save(BotAddress("another_bot", "https://t.me/another_bot"))
    await bots.save(PASTES)
    await bots.save(PASTES)
    assert await bots.find() == PASTES


def test_a_link_carries_what_start_is_to_say() -> None:
    assert PASTES.starting("follow_alice") == "https://t.me/pastes_bot?start=follow_alice"
