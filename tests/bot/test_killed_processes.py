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
from tests.bot.bot_process import SECRET
from tests.bot.conftest import environment
from tests.bot.crowd import Crowd
from tests.bot.killing import RestartedProcess, kill_in_turns
from tests.bot.test_grouping_processes import balanced
from tests.conversation import Telegram

# Of each kind.
_KILLS: Final = int(os.environ.get("KILLS", "1"))
_KILLS_WITHOUT_OTHER_FAULTS: Final = int(os.environ.get("KILLS", "2"))
_REFUSED: Final = 0.2  # of Telegram's calls
_REFUSALS: Final = (Trouble.SERVER_ERROR, Trouble.BAD_GATEWAY, Trouble.TOO_MANY_REQUESTS)
# Telegram accepts about one message a second in a chat: in a longer run more people talk, each less often.
_PEOPLE: Final = max(10, _KILLS)
# The chats of a killed process wait until its lease runs out.
_ANSWER_TIMEOUT_SECONDS: Final = 300


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
    while not over.is_set():
        async with outage.killed(scene.redis):
            await _wait(over, scene.random.uniform(0, 1))
        await _wait(over, scene.random.uniform(1, 4))


async def _postgres_restarts(scene: Scene, over: asyncio.Event) -> None:
    while not over.is_set():
        async with outage.stopped(scene.postgres):
            pass
        await _wait(over, scene.random.uniform(2, 6))


async def _telegram_refuses(scene: Scene, over: asyncio.Event) -> None:
    before = scene.telegram.world.faults
    scene.telegram.world.faults = FrequentFaults(scene.random)
    await over.wait()
    scene.telegram.world.faults = before


async def _wait(over: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(over.wait(), seconds)


@asynccontextmanager
async def two_processes(*settings: dict[str, str]) -> AsyncIterator[list[RestartedProcess]]:
    async with AsyncExitStack() as running:
        processes = [RestartedProcess(own) for own in settings]
        await asyncio.gather(*map(running.enter_async_context, processes))
        yield processes


Trial = Callable[[Scene, asyncio.Event], Coroutine[None, None, None]]


class Killing:
    """Kills of two processes while a crowd writes, in phases."""

    def __init__(
        self, crowd: Crowd, processes: list[RestartedProcess], scene: Scene, sessions: Sessions
    ) -> None:
        self._crowd = crowd
        self._processes = processes
        self._scene = scene
        self._sessions = sessions
        self._kills = 0

    async def loses_nothing(self, kills: int, *trials: Trial) -> None:
        """Kill processes while people write and the trials run; check the outcome of all phases so far."""
        over = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._crowd.talk(over))
            for trial in trials:
                group.create_task(trial(self._scene, over))
            await kill_in_turns(self._processes, kills, self._scene.random)
            over.set()
        self._kills += kills
        try:
            await self._crowd.answered(self._sessions, _ANSWER_TIMEOUT_SECONDS)
        finally:
            outcome = await self._crowd.outcome(self._sessions)
            print(outcome, dict(sum((process.events for process in self._processes), Counter())), sep="\n")
        assert outcome.made == outcome.sent
        assert outcome.missing_cards == []
        # In a chat one is sent after the other: of each, only the one on its way when its process was killed.
        repeated = outcome.repeated_cards
        assert {name: cards for name, cards in repeated.items() if len(cards) > self._kills} == {}
        assert outcome.set_aside == []


async def test_processes_that_poll_are_killed_while_other_services_fail_too(
    scene: Scene, settings: dict[str, str], sessions: Sessions
) -> None:
    async with two_processes(settings, settings) as processes:
        crowd = await Crowd.gather(scene.telegram, _PEOPLE)
        killing = Killing(crowd, processes, scene, sessions)
        await killing.loses_nothing(_KILLS_WITHOUT_OTHER_FAULTS)
        for trial in (_redis_dies, _postgres_restarts, _telegram_refuses):
            print(trial.__name__)
            await killing.loses_nothing(_KILLS, trial)


async def test_processes_behind_a_webhook_are_killed(
    scene: Scene, settings: dict[str, str], sessions: Sessions
) -> None:
    ports = [free_port(), free_port()]
    async with balanced(ports) as url:
        shared = settings | {"WEBHOOK_URL": url, "WEBHOOK_SECRET": SECRET}
        async with two_processes(*(shared | {"BOT_PORT": str(port)} for port in ports)) as processes:
            crowd = await Crowd.gather(scene.telegram, _PEOPLE)
            await Killing(crowd, processes, scene, sessions).loses_nothing(_KILLS)
