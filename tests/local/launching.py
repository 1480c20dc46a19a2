"""`python -m local` as a person starts it: in a folder and on ports of its own."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from local.ports import free_port
from tests.local.process_tree import environment

_TIMEOUT_SECONDS = 180.0  # a machine under load needs a minute for the first start


class Launch:
    """A run of the launcher; `output` grows while it runs."""

    def __init__(self, folder: Path, *command: str, **settings: str) -> None:
        """`folder` holds `data`, and `.env` if the test has written one."""
        self._command = command or (sys.executable, "-m", "local")
        self.output = ""
        self.folder = folder
        self.settings = {
            "DATA_DIR": str(folder / "data"),
            "WEB_PORT": str(free_port()),
            "CHAT_PORT": str(free_port()),
            # Shared by all tests, because to compile the rules takes seconds.
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
        """Wait for a line with these words and return it."""
        async with asyncio.timeout(_TIMEOUT_SECONDS):
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
        """Wait for the end and return the exit code."""
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            while await self._line():
                pass
            return await self._process.wait()

    async def _line(self) -> str:
        assert self._process.stdout
        line = (await self._process.stdout.readline()).decode()
        self.output += line
        return line


class Refuser:
    """A process that runs the launcher, which must refuse to start, and imports it only once."""

    def __init__(self, process: asyncio.subprocess.Process, rules: Path) -> None:
        """`rules` is the folder of rules that count as compiled, because no bot is started."""
        self._process = process
        self._rules = rules

    async def refused(self, folder: Path, **settings: str) -> str:
        """Start the launcher and return its output."""
        launch = Launch(folder, KF_RULE_CACHE_DIR=str(self._rules), **settings)
        request = {"folder": str(folder), "settings": environment(**launch.settings)}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(request)}\n".encode())
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            result = json.loads(await self._process.stdout.readline())
        assert result["code"] == 2, result["output"]
        return str(result["output"]).removeprefix("Starting…\n")


@asynccontextmanager
async def running_refuser(rules: Path) -> AsyncIterator[Refuser]:
    (rules / "compiled").touch()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.local.fork_server"),
        env=environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    yield Refuser(process, rules)
    await process.communicate(b"")
