"""Latency of the bot's replies: when idle, behind other people's messages, and during hostile files."""

import asyncio
from collections.abc import Callable
from itertools import count, cycle
from typing import Final

from benchmarks.bot_api import BotApi
from benchmarks.bots import measured_bot, register_people
from benchmarks.hostile_files import hostile_files
from benchmarks.measuring import p95
from benchmarks.publishing import Publisher
from benchmarks.sample import python
from benchmarks.table import Row

# Few and slow enough for the bot's own rate limit per chat (`bot.outbox.rate_limiter`).
_REQUESTS: Final = 36
_PAUSE_SECONDS: Final = 0.5
_QUEUED: Final = 10_000
_SHORT_PAUSE_SECONDS: Final = 0.1


async def measure(publisher: Publisher) -> list[Row]:
    return [
        *await _idle(publisher),
        await _behind_messages(publisher),
        await _beside_files(publisher),
    ]


async def _idle(publisher: Publisher) -> list[Row]:
    asker, author = await register_people(publisher, 2)
    text, numbers = python(950), count(1)
    async with measured_bot() as bot:
        help_ms = await _p95_latency(bot.api, asker, lambda: "/help")
        publish_ms = await _p95_latency(bot.api, author, lambda: f"paste {next(numbers)}\n{text}")
    return [
        Row("/help while idle, p95", "ms", help_ms, "goal", 60, at_most=1),
        Row("Publish 1 kB while idle, p95", "ms", publish_ms, "goal", 120, at_most=1),
    ]


async def _behind_messages(publisher: Publisher) -> Row:
    sender, asker = await register_people(publisher, 2)
    async with measured_bot() as bot:
        await bot.api.say(sender, *(f"message {number}" for number in range(_QUEUED)))
        await bot.api.wait_until_delivered()
        help_ms = await _p95_latency(bot.api, asker, lambda: "/help")
    return Row(f"/help behind another's {_QUEUED:,} messages, p95", "ms", help_ms, "goal", 500, at_most=1)


async def _p95_latency(api: BotApi, person: int, text: Callable[[], str]) -> float:
    times = []
    for _ in range(_REQUESTS):
        times.append(await api.ask(person, text()))
        await asyncio.sleep(_PAUSE_SECONDS)
    return p95(times)


async def _beside_files(publisher: Publisher) -> Row:
    files = hostile_files()
    senders, askers = await register_people(publisher, len(files)), await register_people(publisher, 20)
    async with measured_bot() as bot:
        for sender, (name, content) in zip(senders, files.items(), strict=True):
            await bot.api.send_file(sender, name, content)
        times, in_turn = list[float](), cycle(askers)
        while not times or not all(map(bot.api.has_replied, senders)):
            times.append(await bot.api.ask(next(in_turn), "/help"))
            await asyncio.sleep(_SHORT_PAUSE_SECONDS)
    what = f"/help during {len(files)} hostile files, p95 of {len(times)}"
    return Row(what, "ms", p95(times), "goal", 1000, at_most=1)
