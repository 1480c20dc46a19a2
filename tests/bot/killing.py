"""Bot processes that are killed at random moments and started again, as a supervisor would."""

import asyncio
import re
import signal
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from random import Random
from types import TracebackType
from typing import Final, Self

from tests.bot.bot_process import BotProcess
from tests.notifier.village import until

_EVENT: Final = re.compile(r"\[(warning|error|critical)\s*\] (.+?)(?:\s{2,}| \[|$)")
_LONGEST_PAUSE: Final = 1.5  # seconds between two kills
_START_TIMEOUT_SECONDS: Final = 300


class RestartedProcess:
    """Process that runs within `async with`, except for the time after a kill.

    `events`: how often each warning and error was in its log.
    """

    def __init__(self, settings: dict[str, str]) -> None:
        self._settings = settings
        self._process = BotProcess(settings)
        self._starting: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        self.events: Counter[str] = Counter()
        self.is_ready = False

    async def __aenter__(self) -> Self:
        await self._start()
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._starting:
            await self._starting
        self._process.stop()
        await self._ended()
        assert self._process.process.returncode == 0

    async def kill(self) -> None:
        """Kill the process; return when it has ended, while it is started again."""
        self.is_ready = False
        self._process.stop(signal.SIGKILL)
        await self._ended()
        self._starting = asyncio.create_task(self._start())

    async def _start(self) -> None:
        while not await self._has_started():
            self.events["process ended at its start"] += 1
        self._reading = asyncio.create_task(self._read())
        self.is_ready = True

    async def _has_started(self) -> bool:
        self._process = BotProcess(self._settings)
        try:
            await self._process.__aenter__()
        except (AssertionError, TimeoutError):
            with suppress(ProcessLookupError):
                self._process.stop(signal.SIGKILL)
            await self._process.process.wait()
            return False
        return True

    async def _read(self) -> None:
        """Read its output: a full pipe would stop the process."""
        assert self._process.process.stderr is not None
        async for line in self._process.process.stderr:
            if event := _EVENT.search(line.decode()):
                self.events[f"{event[1]}: {event[2]}"] += 1

    async def _ended(self) -> None:
        await self._process.process.wait()
        if self._reading:
            await self._reading


async def kill_in_turns(processes: Sequence[RestartedProcess], kills: int, random: Random) -> None:
    """Kill processes at random moments, also while another one starts; return when all run again."""
    for _ in range(kills):
        await until(lambda: any(process.is_ready for process in processes), within=_START_TIMEOUT_SECONDS)
        await asyncio.sleep(random.uniform(0, _LONGEST_PAUSE))
        await random.choice([process for process in processes if process.is_ready]).kill()
    await until(lambda: all(process.is_ready for process in processes), within=_START_TIMEOUT_SECONDS)
