"""Slow updates of one chat do not delay others, and are not lost when the bot ends."""

import asyncio
import signal

from redis.asyncio import Redis

from bot.context import AppContext
from kernel.database import Sessions
from local.postgres import EmbeddedPostgres
from local.telegram.faults import DOWNLOAD, Fault, Trouble
from tests.bot.conftest import environment, pasted, registered
from tests.bot.published import pastes
from tests.bot.test_process import BotProcess
from tests.conversation import Person, Telegram


async def sends_slowly(person: Person, telegram: Telegram, seconds: float = 300) -> Fault:
    """Send a file that takes its time; return when the bot downloads it."""
    slow = Fault(Trouble.SLOW, DOWNLOAD, seconds=seconds)
    telegram.world.faults.add(slow)
    await person.sends_file("slow.txt", b"slow\n")
    await person.sees_it_typing()
    return slow


async def titles(app: AppContext) -> list[str]:
    """Return titles in the order of publication."""
    posts = [post for user in (1, 2) for post in await pastes(app, user)]
    return [post.title for post in sorted(posts, key=lambda post: post.id)]


async def test_who_sends_after_a_slow_file_of_another_need_not_wait_for_it(
    telegram: Telegram, alice: Person, bob: Person, app: AppContext
) -> None:
    slow = await sends_slowly(alice, telegram)
    for number in (1, 2):
        await pasted(bob, f"quick {number}")
    assert await titles(app) == ["quick 1", "quick 2"]
    slow.over.set()
    await alice.hears("/alice/slow.txt")


async def test_what_is_sent_after_ones_own_slow_file_comes_after_it(
    telegram: Telegram, alice: Person, bob: Person, app: AppContext
) -> None:
    slow = await sends_slowly(alice, telegram)
    for number in range(5):
        await alice.says(f"thought {number}")
        await pasted(bob, f"meanwhile {number}")
    slow.over.set()
    await alice.hears("/alice/thought-4")
    assert [title for title in await titles(app) if "meanwhile" not in title] == [
        "slow.txt",
        *(f"thought {number}" for number in range(5)),
    ]


async def test_each_is_handled_once_however_often_telegram_gives_it(
    telegram: Telegram, alice: Person, bob: Person, redis: Redis, app: AppContext
) -> None:
    slow = await sends_slowly(alice, telegram)
    for number in range(3):
        await pasted(bob, f"quick {number}")
        # Nothing but the polling itself knows any more what was handled.
        await redis.flushall()
    slow.over.set()
    await alice.hears("/alice/slow.txt")
    shown = [message for message in bob.messages if message.matches("/bob/quick")]
    assert len(shown) == 3


async def test_a_stop_waits_for_what_is_slow_and_confirms_all(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> None:
    async with BotProcess(environment(telegram, postgres, app)) as process:
        alice = await registered(telegram.person("Alice"), "alice")
        bob = await registered(telegram.person("Bob"), "bob")
        slow = await sends_slowly(alice, telegram)
        await pasted(bob, "quick")
        process.stop()
        asyncio.get_running_loop().call_later(1, slow.over.set)
    await alice.hears("/alice/slow.txt")
    assert await titles(app) == ["quick", "slow.txt"]
    assert not telegram.world.state.pending


async def test_a_sudden_end_costs_neither_the_slow_nor_the_quick(
    telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext, sessions: Sessions, redis: Redis
) -> None:
    settings = environment(telegram, postgres, app)
    async with BotProcess(settings) as process:
        alice = await registered(telegram.person("Alice"), "alice")
        bob = await registered(telegram.person("Bob"), "bob")
        await sends_slowly(alice, telegram)
        await pasted(bob, "quick")
        process.stop(signal.SIGKILL)
    assert await titles(app) == ["quick"]
    async with BotProcess(settings):
        await alice.hears("/alice/slow.txt")
        # By its address: the first card may come again, when the end fell before the note that it was sent.
        await bob.says("later")
        await bob.hears("/bob/later")
    assert sorted(await titles(app)) == ["later", "quick", "slow.txt"]
