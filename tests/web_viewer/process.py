"""A viewer in a process of its own: `python -m web_viewer`."""

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path

_PATIENCE = 30  # seconds


class ViewerProcess:
    """A running process. Its log is its standard error, one JSON object on each line."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.log = ""

    @classmethod
    async def start(cls, settings: Mapping[str, str]) -> "ViewerProcess":
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-W", "error", "-m", "web_viewer"),
            cwd=Path(__file__).parents[2],
            env={**environment, "LOG_FORMAT": "json", **settings},
            stderr=asyncio.subprocess.PIPE,
        )
        return cls(process)

    async def log_line(self, words: str) -> str:
        """Wait for the next line of the log that contains the words."""
        async with asyncio.timeout(_PATIENCE):
            while line := await self._line():
                if words in line:
                    return line
        raise AssertionError(f"the viewer ended without {words!r}:\n{self.log}")

    async def ends(self) -> int:
        async with asyncio.timeout(_PATIENCE):
            while await self._line():
                pass
            return await self.process.wait()

    def kill(self) -> None:
        if self.process.returncode is None:
            self.process.kill()

    async def _line(self) -> str:
        assert self.process.stderr is not None
        line = (await self.process.stderr.readline()).decode()
        self.log += line
        return line
