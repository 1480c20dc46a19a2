"""Outages of a server, which is started again even if the test fails, because other tests need it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from local.embedded import EmbeddedServer


@asynccontextmanager
async def stopped(server: EmbeddedServer) -> AsyncIterator[None]:
    try:
        await server.stop()
        yield
    finally:
        # Stop it again, in case it was cancelled while stopping.
        await server.restart()


@asynccontextmanager
async def killed(server: EmbeddedServer) -> AsyncIterator[None]:
    """Kill the server, as a crash would, and start it again at the end."""
    server.kill()
    try:
        yield
    finally:
        await server.restart()
