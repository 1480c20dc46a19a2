"""What was held back is found again in /my, however far up its notice is."""

import pytest
from redis.asyncio import Redis

from bot.house import House
from tests.bot.conftest import Limits, pasted, published
from tests.bot.credentials import TOKEN
from tests.bot.test_as_a_file import sent_back
from tests.bot.test_limits import the_window_ends
from tests.conversation import Person, Telegram


@pytest.fixture
async def held(alice: Person, limits: Limits) -> None:
    """Two texts over the limit, and one that is warned of."""
    limits.limit_pastes_a_minute = 1
    await alice.says(f"keys\ntoken = '{TOKEN}'")
    await alice.hears("Not published yet: “keys”")
    await pasted(alice, "thing 1")
    for number in (2, 3):
        await alice.says(f"thing {number}")
        await alice.hears(f"published yet: “thing {number}”")


@pytest.mark.usefixtures("held")
async def test_the_list_of_pastes_leads_to_what_waits(alice: Person, redis: Redis, house: House) -> None:
    await alice.says("/my")
    listed = await alice.hears("⏸ 3 texts are not published yet, and wait for you")
    await alice.presses("What waits: 3")
    waiting = await alice.hears("(?s)Not published yet.*1. keys\n2. thing 2\n3. thing 3")
    assert waiting.id == listed.id
    await alice.presses("^2$")
    await alice.hears("Kept, not published yet: “thing 2”")
    await the_window_ends(redis)
    await alice.presses("Publish now")
    await alice.hears("/alice/thing-2")
    assert await published(house, "alice/thing-2") == "thing 2"
    await alice.says("/my")
    await alice.hears("⏸ 2 texts")


@pytest.mark.usefixtures("held")
async def test_what_is_warned_of_is_warned_of_again(alice: Person, house: House) -> None:
    await alice.says("/my")
    await alice.hears("⏸ 3 texts")
    await alice.presses("What waits")
    await alice.hears("1. keys")
    await alice.presses("^1$")
    warning = await alice.hears("(?s)Not published yet: “keys”.*line 2: a GitHub token")
    assert TOKEN not in warning.text
    await alice.presses("Back")
    await alice.hears("1. keys")


async def test_the_last_one_is_dropped_and_nothing_waits(
    telegram: Telegram, alice: Person, limits: Limits
) -> None:
    limits.limit_paste_size = 10
    await alice.says("a text that is too long")
    await alice.hears("Kept")
    await alice.says("/my")
    await alice.hears("⏸ 1 text is not published yet")
    await alice.presses("What waits: 1")
    listed = await alice.hears("1. a text that is too long")
    await alice.presses("^1$")
    await alice.hears("A limit held it back")
    await alice.presses("As a file")
    assert (await sent_back(telegram, alice))[1] == b"a text that is too long"
    await alice.presses("Cancel", on=listed)
    await alice.hears("Dropped")
    await alice.says("/my")
    assert "⏸" not in (await alice.hears("no pastes yet")).text


async def test_in_russian(alice: Person, limits: Limits) -> None:
    await alice.says("/language")
    await alice.hears("Which language")
    await alice.presses("Русский")
    await alice.hears("по-русски")
    limits.limit_paste_size = 10
    await alice.says("слишком длинный текст")
    await alice.hears("Сохранено")
    await alice.says("/my")
    await alice.hears("⏸ 1 текст ещё не опубликован и ждёт вашего решения")
    await alice.presses("Ждут решения: 1")
    await alice.hears("(?s)Ещё не опубликовано.*1. слишком длинный текст")
    await alice.presses("^1$")
    await alice.hears("Помешало ограничение")


async def test_somebody_elses_is_not_there(
    telegram: Telegram, alice: Person, bob: Person, limits: Limits
) -> None:
    limits.limit_paste_size = 10
    await alice.says("a text that is too long")
    await alice.hears("Kept")
    await bob.says("/my")
    assert "⏸" not in (await bob.hears("no pastes yet")).text
