"""pinnwand from PyPI as a baseline: in a virtual environment, on SQLite, without its rate limits."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiohttp

from benchmarks.processes import MEASURED, computing_on
from benchmarks.sample import SIZE, python
from kernel.parent_death import ending_with_parent
from local.commands import run_command
from local.ports import free_port

_TIMEOUT_SECONDS: Final = 20.0
_POLL_INTERVAL_SECONDS: Final = 0.05
# Its own command would listen on all addresses of the machine.
_SERVE: Final = """
import sys
from pinnwand import configuration
configuration.database_uri = sys.argv[2]
for limit in configuration.ratelimit.values():
    limit["capacity"] = limit["refill"] = 10**9
import tornado.ioloop
from pinnwand import database, http
database.Base.metadata.create_all(database._engine)
http.make_application().listen(int(sys.argv[1]), "127.0.0.1")
tornado.ioloop.IOLoop.current().start()
"""


class PinnwandUnavailable(Exception):
    """A pinnwand that could not be installed or started; the text is the reason."""


@asynccontextmanager
async def pinnwand(folder: Path) -> AsyncIterator[str]:
    """Start pinnwand and yield the URL of a paste in it. Raises PinnwandUnavailable."""
    program = folder / "pinnwand" / "bin" / "python"
    for command in ((sys.executable, "-m", "venv", str(program.parent.parent)), _install_command(program)):
        result = await run_command(*command)
        if not result.succeeded:
            raise PinnwandUnavailable(result.output)
    port = free_port()
    with computing_on(MEASURED):
        process = await asyncio.create_subprocess_exec(
            *(str(program), "-c", _SERVE, str(port), f"sqlite:///{folder / 'pinnwand.sqlite'}"),
            stdout=DEVNULL,
            stderr=DEVNULL,
            preexec_fn=ending_with_parent(),
        )
    try:
        yield await _publish_paste(f"http://127.0.0.1:{port}")
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _install_command(program: Path) -> tuple[str, ...]:
    return str(program), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pinnwand"


async def _publish_paste(origin: str) -> str:
    file = {"lexer": "python", "content": python(SIZE), "name": "harvest.py"}
    async with aiohttp.ClientSession(origin, raise_for_status=True) as session:
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                await _wait_until_listening(session)
            async with session.post("/api/v1/paste", json={"expiry": "1day", "files": [file]}) as response:
                return str((await response.json())["link"])
        except (aiohttp.ClientError, TimeoutError) as fault:
            raise PinnwandUnavailable(repr(fault)) from fault


async def _wait_until_listening(session: aiohttp.ClientSession) -> None:
    while True:
        try:
            async with session.get("/"):
                return
        except aiohttp.ClientConnectorError:
            await asyncio.sleep(_POLL_INTERVAL_SECONDS)
