"""`python -m local` as a person starts it: in a folder of its own, on ports of its own."""

import asyncio
import signal
import sys
from pathlib import Path

from local.ports import free_port
from tests.local.process_tree import environment

_PATIENCE = 60.0  # seconds; a loaded machine is slow


class Launch:
    """`output` grows while it runs."""

    def __init__(self, folder: Path, *command: str, **settings: str) -> None:
        """`folder` holds `data`, and `.env` if the test has written one."""
        self._command = command or (sys.executable, "-m", "local")
        self.output = ""
        self.folder = folder
        self.settings = {
            "DATA_DIR": str(folder / "data"),
            "WEB_PORT": str(free_port()),
            "CHAT_PORT": str(free_port()),
            # One for all tests, because to compile the rules takes seconds.
            "KF_RULE_CACHE_DIR": str(folder.parent / "rules"),
            **settings,
        }

    async def begin(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            cwd=self.folder,
            env=environment(**self.settings),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )

    async def says(self, words: str) -> str:
        """The line with these words, once it is there."""
        async with asyncio.timeout(_PATIENCE):
            while line := await self._line():
                if words in line:
                    return line
        raise AssertionError(f"it never said {words!r}, but:\n{self.output}")

    async def ready(self) -> None:
        await self.says("Postebin is ready")
        await self.says("Ctrl-C stops everything")

    @property
    def runs(self) -> bool:
        return self._process.returncode is None

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    async def ends(self) -> int:
        """Its exit code."""
        async with asyncio.timeout(_PATIENCE):
            while await self._line():
                pass
            return await self._process.wait()

    async def _line(self) -> str:
        assert self._process.stdout
        line = (await self._process.stdout.readline()).decode()
        self.output += line
        return line


async def refused(folder: Path, **settings: str) -> str:
    """All that it says when it does not start because of a setting."""
    launch = Launch(folder, **settings)
    await launch.begin()
    assert await launch.ends() == 2, launch.output
    return launch.output.removeprefix("Starting…\n")
