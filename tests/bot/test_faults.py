"""Replies, and updates that wait, while a service is unavailable."""

import asyncio

import pytest

from bot.context import AppContext
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from local.telegram.faults import Fault, Trouble
from tests.bot.published import pastes, without_storage
from tests.conversation import Person, Telegram
from tests.notifier.village import until
from tests.outage import killed, stopped
from tests.patience import awake


async def test_however_long_postgres_was_away_a_text_is_published_soon_after(
    alice: Person, postgres: EmbeddedPostgres, caplog: pytest.LogCaptureFixture
) -> None:
    async with stopped(postgres):
        await alice.says("sent in the dark")
        await until(lambda: caplog.text.count("database_unavailable") >= 6)
    async with awake(8):
        await alice.hears("/alice/sent-in-the-dark")


async def test_many_texts_around_a_crash_of_postgres_are_all_published_once(
    alice: Person, postgres: EmbeddedPostgres
) -> None:
    for number in range(5):
        await alice.says(f"before {number}")
    async with killed(postgres):
        for number in range(5):
            await alice.says(f"after {number}")
    for number in range(5):
        await alice.hears(f"/alice/before-{number}")
    for number in range(5):
        await alice.hears(f"/alice/after-{number}")
    await alice.says("/my")
    await alice.hears("Your pastes")
    await alice.presses("▶")
    second = await alice.hears("6\\. ")
    assert "▶" not in second.buttons


async def test_what_is_sent_without_redis_is_published(
    alice: Person, redis_server: EmbeddedRedis, app: AppContext
) -> None:
    async with stopped(redis_server):
        for number in range(3):
            await alice.says(f"no memory {number}")
        for number in range(3):
            await alice.hears(f"/alice/no-memory-{number}\n")
    assert len(await pastes(app)) == 3


async def test_nobody_need_know_that_redis_was_away_for_a_moment(
    alice: Person, redis_server: EmbeddedRedis
) -> None:
    async with stopped(redis_server):
        await alice.says("a blink")
    await alice.hears("/alice/a-blink")
    assert not any(message.matches("my side") for message in alice.messages)


async def test_without_storage_who_asked_in_a_group_is_told_and_the_group_is_not(
    telegram: Telegram, alice: Person, bob: Person, app: AppContext
) -> None:
    group = telegram.group("Developers", [alice, bob])
    group.promotes_bot()
    said = await group.says(alice, "just talking")
    with without_storage(app):
        await group.replies(bob, said, "/paste")
        await group.says(alice, "and talking on")
        await group[alice].edits(said, "/paste")
        await bob.hears("isn't working on my side")
        await alice.says("no memory")
        await alice.hears("isn't working on my side")
        said_by_bot = [message for message in group.messages if message.from_bot]
        assert not [message for message in said_by_bot if not message.view["service"]]
    await group.hears("/bob/just-talking")
    assert len([message for message in bob.messages if message.matches("isn't working on my side")]) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        Fault(Trouble.TOO_MANY_REQUESTS, "sendMessage", seconds=1),
        Fault(Trouble.SERVER_ERROR, "sendMessage", count=2),
        Fault(Trouble.DROP, "sendMessage"),
    ],
    ids=["429", "5xx", "dropped"],
)
async def test_an_answer_survives_telegrams_troubles(
    telegram: Telegram, alice: Person, trouble: Fault
) -> None:
    telegram.world.faults.add(trouble)
    await alice.says("in spite of it all")
    await alice.hears("/alice/in-spite-of-it-all")


async def test_a_blocked_bot_goes_on_for_others(alice: Person, bob: Person) -> None:
    await alice.says("one last thing")
    await alice.blocks_the_bot()
    await bob.says("still here")
    await bob.hears("/bob/still-here")


async def test_one_person_at_a_time_but_all_people_together(telegram: Telegram, alice: Person) -> None:
    await asyncio.gather(*(alice.says(f"thought {number}") for number in range(10)))
    for number in range(10):
        await alice.hears(f"/alice/thought-{number}\n")
