"""Updates that the bot processes in a second, compared with a bare echo bot."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import Final

from benchmarks.bot_api import BotApi
from benchmarks.bots import measured_bot, register_people
from benchmarks.measuring import best_of_rounds
from benchmarks.publishing import Publisher
from benchmarks.table import Row

# Many chats with few messages each, because of the rate limit per chat (`bot.outbox.rate_limiter`).
_PEOPLE: Final = 500
_MESSAGES_EACH: Final = 2  # in a round


async def measure(publisher: Publisher) -> list[Row]:
    return [
        await _beside_echo(publisher, "Answer /help", lambda _: "/help"),
        await _beside_echo(publisher, "Publish a short text", lambda number: f"a thought, number {number}"),
    ]


async def _beside_echo(publisher: Publisher, what: str, text: Callable[[int], str]) -> Row:
    people, numbers = await register_people(publisher, _PEOPLE), count()

    def next_text() -> str:
        return text(next(numbers))

    async with measured_bot() as ours, measured_bot("benchmarks.bare_bot") as theirs:
        rate, bare = await best_of_rounds(
            [partial(_updates_a_second, bot.api, people, next_text) for bot in (ours, theirs)]
        )
    what = f"{what}, {_PEOPLE} people at once"
    return Row(what, "/s", rate, "bare aiogram echo", bare, at_least=0.35)


async def _updates_a_second(api: BotApi, people: Sequence[int], next_text: Callable[[], str]) -> float:
    expected = api.replies + len(people) * _MESSAGES_EACH
    start = time.perf_counter()
    for _ in range(_MESSAGES_EACH):
        for person in people:
            await api.say(person, next_text())
    await api.wait_for(lambda: api.replies >= expected)
    return len(people) * _MESSAGES_EACH / (time.perf_counter() - start)
