"""A server that is away for a while, and is there again whatever a test finds meanwhile: others need it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from local.embedded import EmbeddedServer


@asynccontextmanager
async def stopped(server: EmbeddedServer) -> AsyncIterator[None]:
    try:
        await server.stop()
        yield
    finally:
        # It is stopped once more, for who is cancelled while it stops.
        await server.restart()


@asynccontextmanager
async def killed(server: EmbeddedServer) -> AsyncIterator[None]:
    """As by a crash."""
    server.kill()
    try:
        yield
    finally:
        await server.restart()
