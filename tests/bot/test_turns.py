"""One update of a person after the other."""

import asyncio

import pytest
from aiogram.fsm.storage.base import StorageKey
from redis.asyncio import Redis

from bot.receiving.turns import Turns

ALICE = StorageKey(bot_id=1, chat_id=2, user_id=3)
BOB = StorageKey(bot_id=1, chat_id=2, user_id=4)


async def test_a_turn_ends_before_the_next_begins_and_others_do_not_wait(redis: Redis) -> None:
    turns, order = Turns(redis), list[str]()

    async def later() -> None:
        async with turns.lock(ALICE):
            order.append("second")

    async with turns.lock(ALICE):
        waiting = asyncio.create_task(later())
        async with turns.lock(BOB):
            order.append("first")
    await waiting
    assert order == ["first", "second"]


async def test_a_turn_lasts_as_long_as_its_process_works_and_not_much_longer(redis: Redis) -> None:
    async with Turns(redis).lock(ALICE):
        (key,) = await redis.keys("fsm:*:lock")
        await redis.pexpire(key, 900)
        assert not await redis.lock(key).acquire(blocking_timeout=1.1)
        assert await redis.pttl(key) <= 2000


async def test_a_turn_ends_without_a_word_when_redis_has_forgotten_it(redis: Redis) -> None:
    async with Turns(redis).lock(ALICE):
        await redis.flushall()
    assert await redis.keys("*") == []


async def test_a_turn_ends_also_while_it_is_renewed(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.receiving.turns._RENEWED_AFTER", 0.0)
    turns = Turns(redis)

    async def many() -> None:
        for length in range(300):
            async with turns.lock(ALICE):
                for _ in range(length % 60):
                    await asyncio.sleep(0)

    _, unfinished = await asyncio.wait({asyncio.create_task(many())}, timeout=30)
    assert not unfinished
