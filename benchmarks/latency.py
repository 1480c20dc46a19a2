"""How long one person waits for an answer: alone, behind others' messages, and beside others' files."""

import asyncio
from collections.abc import Callable
from itertools import count, cycle
from typing import Final

from benchmarks.bot_api import BotApi
from benchmarks.bots import measured_bot, people
from benchmarks.hostile_files import hostile_files
from benchmarks.measuring import p95
from benchmarks.publishing import Publisher
from benchmarks.sample import python
from benchmarks.table import Row

# So many in a chat, with this pause, are no more than the bot sends there quickly (`bot.outbox.pace`).
_TIMES: Final = 36
_PAUSE: Final = 0.5  # seconds
_WAITING: Final = 10_000  # messages
_SHORT_PAUSE: Final = 0.1  # seconds


async def measure(publisher: Publisher) -> list[Row]:
    return [
        *await _idle(publisher),
        await _behind_messages(publisher),
        await _beside_files(publisher),
    ]


async def _idle(publisher: Publisher) -> list[Row]:
    asker, author = await people(publisher, 2)
    text, numbers = python(950), count(1)
    async with measured_bot() as bot:
        helped = await _asked(bot.api, asker, lambda: "/help")
        published = await _asked(bot.api, author, lambda: f"paste {next(numbers)}\n{text}")
    return [
        Row("/help while idle, p95", "ms", helped, "goal", 60, at_most=1),
        Row("Publish 1 kB while idle, p95", "ms", published, "goal", 120, at_most=1),
    ]


async def _behind_messages(publisher: Publisher) -> Row:
    sender, asker = await people(publisher, 2)
    async with measured_bot() as bot:
        await bot.api.say(sender, *(f"message {number}" for number in range(_WAITING)))
        await bot.api.all_are_handed()
        helped = await _asked(bot.api, asker, lambda: "/help")
    return Row(f"/help behind another's {_WAITING:,} messages, p95", "ms", helped, "goal", 500, at_most=1)


async def _asked(api: BotApi, person: int, text: Callable[[], str]) -> float:
    times = []
    for _ in range(_TIMES):
        times.append(await api.ask(person, text()))
        await asyncio.sleep(_PAUSE)
    return p95(times)


async def _beside_files(publisher: Publisher) -> Row:
    files = hostile_files()
    senders, askers = await people(publisher, len(files)), await people(publisher, 20)
    async with measured_bot() as bot:
        for sender, (name, content) in zip(senders, files.items(), strict=True):
            await bot.api.send_file(sender, name, content)
        times, in_turn = list[float](), cycle(askers)
        while not times or not all(map(bot.api.has_answered, senders)):
            times.append(await bot.api.ask(next(in_turn), "/help"))
            await asyncio.sleep(_SHORT_PAUSE)
    what = f"/help during {len(files)} hostile files, p95 of {len(times)}"
    return Row(what, "ms", p95(times), "goal", 1000, at_most=1)
