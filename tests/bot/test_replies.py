"""Replies arrive, also if the bot ends before it sends them, or Telegram makes it wait."""

import asyncio
import signal

import pytest
from redis.asyncio import Redis
from sqlalchemy import text as sql

from bot.context import AppContext
from kernel.database import Sessions
from local.postgres import EmbeddedPostgres
from local.telegram.faults import Fault, Trouble
from tests.bot.bot_process import BotProcess
from tests.bot.conftest import environment, pasted, registered
from tests.bot.credentials import TOKEN
from tests.bot.long_texts import long_text
from tests.bot.published import pastes
from tests.conversation import Person, Telegram
from tests.notifier.village import until
from tests.patience import PATIENCE

Settings = dict[str, str]


def silent() -> Fault:
    """Telegram takes no message for now."""
    return Fault(Trouble.TOO_MANY_REQUESTS, "sendMessage", count=1_000, seconds=30)


@pytest.fixture
def settings(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> Settings:
    return environment(telegram, postgres, app)


async def until_wait(app: AppContext, count: int) -> None:
    await until_it_says(app, f"SELECT count(*) = {count} FROM bot.replies")


async def until_it_says(app: AppContext, query: str) -> None:
    async with asyncio.timeout(PATIENCE), app.sessions() as session:
        while not await session.scalar(sql(query)):
            await session.rollback()
            await asyncio.sleep(0.02)


async def a_moment_passes(app: AppContext) -> None:
    """Longer than what a process held that was killed, and than Telegram has asked for."""
    async with app.sessions.begin() as session:
        await session.execute(sql("UPDATE bot.outbox_chats SET due_at = due_at - interval '1 minute'"))


async def test_what_a_stopped_or_killed_bot_could_not_answer_it_answers_at_its_next_start(
    telegram: Telegram, app: AppContext, settings: Settings
) -> None:
    carol = telegram.person("Carol")
    async with BotProcess(settings) as process:
        alice, bob, dave, eve = [
            await registered(telegram.person(name), name.lower()) for name in ("Alice", "Bob", "Dave", "Eve")
        ]
        telegram.world.faults.add(silent())
        for number in range(15):
            await alice.says(f"thought {number}")
        await until_wait(app, 15)
        process.stop()
    telegram.world.faults.clear()
    await a_moment_passes(app)
    async with BotProcess(settings) as process:
        for number in range(15):
            await alice.hears(f"/alice/thought-{number}\n")
        await until_wait(app, 0)
        cards = [message for message in alice.messages if message.matches("/alice/thought-")]
        assert len(cards) == len(await pastes(app)) == 15
        telegram.world.faults.add(silent())
        await alice.says("a thought")
        await bob.says(long_text(9_000, "A thought"))
        await dave.sends_album([("a-thought.txt", b"one"), ("another.txt", b"two")])
        await eve.says(f"a thought\ntoken = '{TOKEN}'")
        await carol.says("a thought")
        await until_it_says(app, "SELECT count(DISTINCT chat_id) = 5 FROM bot.replies")
        await until_wait(app, 5)
        process.stop(signal.SIGKILL)
    telegram.world.faults.clear()
    await a_moment_passes(app)
    async with BotProcess(settings):
        await alice.hears("/alice/a-thought")
        await bob.hears("/bob/a-thought")
        await dave.hears("(?s)a-thought.*another")
        await eve.hears("Not published yet: “a thought”")
        await carol.hears("Saved “a thought”")
        await until_wait(app, 0)
        await carol.says("carol")
        await carol.hears("/carol/a-thought")


async def test_a_chat_waits_as_long_as_telegram_asks_and_then_hears_all_in_order(
    telegram: Telegram, alice: Person, bob: Person, app: AppContext
) -> None:
    telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, "sendMessage", seconds=120))
    await alice.says("a thought")
    await until_it_says(app, "SELECT due_at > now() + interval '100 seconds' FROM bot.outbox_chats")
    await alice.says("another")
    await until_wait(app, 2)
    await pasted(bob, "of somebody else")
    async with app.sessions.begin() as session:
        await session.execute(sql("UPDATE bot.outbox_chats SET due_at = now()"))
    await alice.hears("/alice/a-thought")
    await alice.hears("/alice/another")
    await until_wait(app, 0)


async def test_what_nobody_takes_does_not_wait(alice: Person, app: AppContext) -> None:
    await alice.says("one last thing")
    await alice.blocks_the_bot()
    await until_it_says(app, "SELECT count(*) = 1 FROM posts.posts")
    await until_wait(app, 0)


async def test_an_answer_to_a_press_comes_at_once_though_the_chat_waits(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    card = await pasted(alice, "a thought")
    telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, "editMessageText", seconds=120))
    await alice.presses("Visibility", on=card)
    await until_wait(app, 1)
    await alice.presses("Visibility", on=card)
    await until_wait(app, 2)
    await until(lambda: not telegram.world.state.pending)
