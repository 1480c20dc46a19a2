"""Messages are neither lost, doubled nor reordered while the bot's processes are killed again and again.

`KILLS=50 pytest -s tests/bot/test_killed_processes.py` is a longer run; `SEED` repeats the pauses of one.
"""

import asyncio
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from random import Random
from typing import Final

import pytest
from redis.asyncio import Redis

from bot.context import AppContext
from kernel.database import Sessions
from local.ports import free_port
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from local.telegram.faults import Fault, Faults, Trouble
from tests import outage
from tests.bot.conftest import environment
from tests.bot.crowd import Crowd, Outcome
from tests.bot.killing import RestartedProcess, kill_in_turns
from tests.bot.test_grouping_processes import balanced
from tests.bot.test_process import SECRET
from tests.conversation import Telegram

_KILLS: Final = int(os.environ.get("KILLS", "4"))
# Of the variants, in a run of all tests.
_FEWER_KILLS: Final = int(os.environ.get("KILLS", "2"))
_REFUSED: Final = 0.2  # of Telegram's calls
_REFUSALS: Final = (Trouble.SERVER_ERROR, Trouble.BAD_GATEWAY, Trouble.TOO_MANY_REQUESTS)
# In a chat one message a second leaves, after some: in a longer run more people talk, each less often.
_PEOPLE: Final = max(10, _KILLS)
# What a killed process had waits until its lease runs out.
_ANSWERED_WITHIN: Final = 300  # seconds


@dataclass(frozen=True, slots=True)
class Scene:
    telegram: Telegram
    postgres: EmbeddedPostgres
    redis: EmbeddedRedis
    random: Random


@pytest.fixture
def scene(telegram: Telegram, postgres: EmbeddedPostgres, redis_server: EmbeddedRedis, redis: Redis) -> Scene:
    seed = int(os.environ.get("SEED", time.time_ns()))
    print(f"SEED={seed}")
    return Scene(telegram, postgres, redis_server, Random(seed))  # noqa: S311 - when to kill is no secret


@pytest.fixture
def settings(telegram: Telegram, postgres: EmbeddedPostgres, app: AppContext) -> dict[str, str]:
    return environment(telegram, postgres, app) | {
        "LIMIT_PASTES_A_MINUTE": "100000",
        "LIMIT_MESSAGES_A_SECOND": "1000",
    }


class FrequentFaults(Faults):
    """Faults that refuse any call at random."""

    def __init__(self, random: Random) -> None:
        super().__init__()
        self._random = random

    def take(self, method: str) -> Fault | None:
        is_refused = self._random.random() < _REFUSED
        return Fault(self._random.choice(_REFUSALS), method) if is_refused else None


async def _redis_dies(scene: Scene, over: asyncio.Event) -> None:
    while not await _is_over(over, scene.random.uniform(1, 4)):
        async with outage.killed(scene.redis):
            await _is_over(over, scene.random.uniform(0, 1))


async def _postgres_restarts(scene: Scene, over: asyncio.Event) -> None:
    while not await _is_over(over, scene.random.uniform(2, 6)):
        async with outage.stopped(scene.postgres):
            pass


async def _telegram_refuses(scene: Scene, over: asyncio.Event) -> None:
    before = scene.telegram.world.faults
    scene.telegram.world.faults = FrequentFaults(scene.random)
    await over.wait()
    scene.telegram.world.faults = before


async def _is_over(over: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(over.wait(), seconds)
    return over.is_set()


@asynccontextmanager
async def two_processes(*settings: dict[str, str]) -> AsyncIterator[list[RestartedProcess]]:
    async with AsyncExitStack() as running:
        processes = [RestartedProcess(own) for own in settings]
        await asyncio.gather(*map(running.enter_async_context, processes))
        yield processes


Happening = Callable[[Scene, asyncio.Event], Coroutine[None, None, None]]


async def killed(
    processes: list[RestartedProcess], kills: int, scene: Scene, sessions: Sessions, *happenings: Happening
) -> Outcome:
    """Let a crowd write while processes are killed and the happenings run; return what came of it."""
    crowd = await Crowd.gather(scene.telegram, _PEOPLE)
    over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(crowd.talk(over))
        for happening in happenings:
            group.create_task(happening(scene, over))
        await kill_in_turns(processes, kills, scene.random)
        over.set()
    try:
        await crowd.answered(sessions, _ANSWERED_WITHIN)
    finally:
        outcome = await crowd.outcome(sessions)
        print(outcome, dict(sum((process.events for process in processes), Counter())), sep="\n")
    return outcome


def nothing_went_wrong(outcome: Outcome, kills: int) -> None:
    assert outcome.made == outcome.sent
    assert outcome.missing_cards == []
    # In a chat one is sent after the other: of each, only the one on its way when its process was killed.
    assert {name: cards for name, cards in outcome.repeated_cards.items() if len(cards) > kills} == {}
    assert outcome.set_aside == []


async def test_processes_that_poll_are_killed(
    scene: Scene, settings: dict[str, str], sessions: Sessions
) -> None:
    async with two_processes(settings, settings) as processes:
        outcome = await killed(processes, _KILLS, scene, sessions)
    nothing_went_wrong(outcome, _KILLS)


async def test_processes_behind_a_webhook_are_killed(
    scene: Scene, settings: dict[str, str], sessions: Sessions
) -> None:
    ports = [free_port(), free_port()]
    async with balanced(ports) as url:
        shared = settings | {"WEBHOOK_URL": url, "WEBHOOK_SECRET": SECRET}
        async with two_processes(*(shared | {"BOT_PORT": str(port)} for port in ports)) as processes:
            outcome = await killed(processes, _FEWER_KILLS, scene, sessions)
    nothing_went_wrong(outcome, _FEWER_KILLS)


@pytest.mark.parametrize("happening", [_redis_dies, _postgres_restarts, _telegram_refuses])
async def test_processes_are_killed_while_more_goes_wrong(
    scene: Scene, settings: dict[str, str], sessions: Sessions, happening: Happening
) -> None:
    async with two_processes(settings, settings) as processes:
        outcome = await killed(processes, _FEWER_KILLS, scene, sessions, happening)
    nothing_went_wrong(outcome, _FEWER_KILLS)
