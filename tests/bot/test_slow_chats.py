"""Slow updates of one chat do not delay others, and are not lost when the bot ends."""

from redis.asyncio import Redis

from bot.context import AppContext
from local.telegram.faults import DOWNLOAD, Fault, Trouble
from tests.bot.conftest import pasted
from tests.bot.published import pastes
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
