"""The bot in a process of its own, as in production."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.patience import PATIENCE

SECRET = "a-secret-of-the-webhook"


class BotProcess:
    """`python -m bot`, ready within `async with` and stopped after it."""

    def __init__(self, settings: dict[str, str]) -> None:
        self._settings = os.environ | settings

    async def __aenter__(self) -> Self:
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot"),
            env=self._settings,
            cwd=Path(__file__).parent.parent.parent,
            stderr=asyncio.subprocess.PIPE,
        )
        await self.logs(" ready ", 4 * PATIENCE)
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        assert self.process.stderr is not None
        if self.process.returncode is None:
            self.stop()
        rest = await asyncio.wait_for(self.process.stderr.read(), 60)
        assert await self.process.wait() in (0, -signal.SIGKILL), rest.decode()

    async def logs(self, words: str, within: float = PATIENCE) -> None:
        """Wait until these words are in the log."""
        assert self.process.stderr is not None
        async with asyncio.timeout(within):
            said = ""
            while words not in (line := (await self.process.stderr.readline()).decode()):
                assert line, f"the bot ended before it said {words!r}: {said}"
                said += line

    def stop(self, by: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(by)
