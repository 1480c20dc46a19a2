"""Commands that the bot answers, beside a bot that says everything back. Both over a local Telegram."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

from benchmarks.cores import EVERY
from benchmarks.house import running
from benchmarks.rounds import best_of_rounds
from benchmarks.table import Row
from tests.conversation import Person, Telegram

_PEOPLE: Final = 50
_EACH: Final = 10  # commands of a person


async def measure() -> list[Row]:
    async with _crowd_before("bot") as ours, _crowd_before("benchmarks.bare_bot") as theirs:
        rate, bare = await best_of_rounds([partial(_answers_a_second, crowd) for crowd in (ours, theirs)])
    return [Row(f"Answer /help to {_PEOPLE} people at once", "/s", rate, "bare aiogram echo", bare)]


@asynccontextmanager
async def _crowd_before(bot: str) -> AsyncIterator[list[Person]]:
    """People who can talk to a bot that runs in a process of its own."""
    async with Telegram() as telegram:
        os.environ.update(BOT_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.url)
        async with running("-m", bot, cores=EVERY):
            yield [telegram.person(f"Person {number}") for number in range(_PEOPLE)]


async def _answers_a_second(people: list[Person]) -> float:
    start = time.perf_counter()
    await asyncio.gather(*(_talk(person) for person in people))
    return len(people) * _EACH / (time.perf_counter() - start)


async def _talk(person: Person) -> None:
    """Who has asked waits for the answer before asking again."""
    for _ in range(_EACH):
        await person.says("/help")
        await person.hears("", within=60)
