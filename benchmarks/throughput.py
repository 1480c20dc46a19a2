"""How many updates a bot process gets done in a second, beside a bot that says everything back."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import Final

from benchmarks.bot_api import BotApi
from benchmarks.bots import measured_bot, people
from benchmarks.measuring import best_of_rounds
from benchmarks.publishing import Publisher
from benchmarks.table import Row

# In a chat the bot sends no more than 20 messages quickly (`bot.outbox.pace`).
_PEOPLE: Final = 500
_EACH: Final = 2  # messages in a round


async def measure(publisher: Publisher) -> list[Row]:
    return [
        await _beside_echo(publisher, "Answer /help", lambda _: "/help"),
        await _beside_echo(publisher, "Publish a short text", lambda number: f"a thought, number {number}"),
    ]


async def _beside_echo(publisher: Publisher, what: str, text: Callable[[int], str]) -> Row:
    crowd, numbers = await people(publisher, _PEOPLE), count()

    def said() -> str:
        return text(next(numbers))

    async with measured_bot() as ours, measured_bot("benchmarks.bare_bot") as theirs:
        rate, bare = await best_of_rounds(
            [partial(_updates_a_second, bot.api, crowd, said) for bot in (ours, theirs)]
        )
    what = f"{what}, {_PEOPLE} people at once"
    return Row(what, "/s", rate, "bare aiogram echo", bare, at_least=0.35)


async def _updates_a_second(api: BotApi, crowd: Sequence[int], said: Callable[[], str]) -> float:
    wanted = api.replies + len(crowd) * _EACH
    start = time.perf_counter()
    for _ in range(_EACH):
        for person in crowd:
            await api.say(person, said())
    await api.until(lambda: api.replies >= wanted)
    return len(crowd) * _EACH / (time.perf_counter() - start)
