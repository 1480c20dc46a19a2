"""A deleted account leaves no trace in Redis."""

import re
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from kernel.database import Sessions
from tests.bot.conftest import pasted
from tests.conversation import Person, Telegram


async def everything_in(redis: Redis) -> dict[str, str]:
    """Return all keys and values, except for epochs of the page cache, which expire by themselves."""
    known = {key.decode(): await value_of(redis, key) for key in await redis.keys("*")}
    return {
        key: str(value)
        for key, value in known.items()
        if not (key.startswith("posts:pages:") and set(value or ()) <= {b"epoch"})
    }


async def value_of(redis: Redis, key: bytes) -> Any:
    """Return the value of a key; None if it has expired."""
    match await redis.type(key):
        case b"string":
            value: Any = redis.get(key)
        case b"hash":
            value = redis.hgetall(key.decode())
        case b"list":
            value = redis.lrange(key, 0, -1)
        case b"set":
            value = redis.smembers(key)
        case b"zset":
            value = redis.zrange(key, 0, -1)
        case _:
            return None
    return await value


def about(kept: dict[str, str], *words: str) -> set[str]:
    """Return the keys that have one of these words in their name or value."""
    word = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words))
    return {key for key, value in kept.items() if word.search(f"{key} {value}")}


@pytest.mark.usefixtures("notifier")
async def test_nothing_in_redis_tells_of_who_has_left(
    telegram: Telegram, alice: Person, bob: Person, redis: Redis, sessions: Sessions
) -> None:
    telegram.world.state.privacy_mode = False
    await telegram.group("Friends", [bob, alice]).says(alice, "overheard " * 409)
    await pasted(bob, "a text of bob's")
    card = await pasted(alice, "a secret plan")
    await alice.says("/my secret plan")
    await alice.hears("Your pastes with")
    await alice.says("/password correct horse battery")
    await alice.hears("is set")
    await alice.says("/export")
    await alice.hears("All your data as of", within=30)
    await alice.says("/deleteaccount")
    await alice.hears("Delete your account?")
    await alice.says("alice")
    await alice.hears("will be deleted in 24 hours")
    await alice.presses("Rename", on=card)
    await alice.hears("new title")
    words = (str(alice.id), "alice", "secret plan", "overheard", "notifier:export", "bot:search")
    kept = " ".join(about(await everything_in(redis), *words))
    rooms = "bot:card: bot:card-in: bot:search: bot:overheard: bot:password: notifier:export:"
    for room in rooms.split():
        assert room in kept
    async with sessions.begin() as session:
        await session.execute(text("UPDATE auth.users SET deleting_at = now() WHERE deleting_at IS NOT NULL"))
    await alice.hears("your account alice is deleted", within=60)
    left = await everything_in(redis)
    assert about(left, *words) == set()
    assert about(left, f"bot:card:{bob.id}")
