"""A viewer process under measurement."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from benchmarks.load import HEADERS
from benchmarks.processes import MEASURED, running
from benchmarks.servers import environment
from local.ports import free_port


@dataclass(frozen=True, slots=True)
class Viewer:
    origin: str
    pid: int

    async def body_of(self, url: str) -> bytes:
        """Return the compressed body of a response. Raises ClientResponseError for an unsuccessful one."""
        async with (
            aiohttp.ClientSession(headers=HEADERS, auto_decompress=False) as session,
            session.get(url, raise_for_status=True) as response,
        ):
            return await response.read()


@asynccontextmanager
async def viewer(*arguments: str, cores: frozenset[int] = MEASURED) -> AsyncIterator[Viewer]:
    """Start a viewer; `arguments` are those of Python, by default `-m web_viewer`."""
    port = free_port()
    with environment(WEB_PORT=str(port)):
        async with running(*(arguments or ("-m", "web_viewer")), cores=cores) as pid:
            yield Viewer(f"http://127.0.0.1:{port}", pid)
