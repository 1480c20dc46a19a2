"""A bot process whose event loop stands still: here because nobody reads its log."""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from redis.asyncio import Redis

from bot.context import AppContext
from kernel.database import Sessions
from kernel.monitoring.watchdog import EXIT_CODE
from local.ports import free_port
from local.postgres import EmbeddedPostgres
from tests.bot.conftest import environment
from tests.conversation import Telegram
from tests.kernel.monitoring.test_server import answer
from tests.patience import PATIENCE


@pytest.fixture
def full_pipe() -> Iterator[int]:
    """A pipe in which every write blocks."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    try:
        while True:
            os.write(writer, b"x" * 4096)
    except BlockingIOError:
        os.set_blocking(writer, True)
    yield writer
    os.close(reader)
    os.close(writer)


async def test_a_bot_whose_loop_stalls_is_unhealthy_and_ends(
    telegram: Telegram,
    postgres: EmbeddedPostgres,
    app: AppContext,
    sessions: Sessions,
    redis: Redis,
    full_pipe: int,
) -> None:
    port = free_port()
    monitored = {"MONITORING_PORT": str(port), "MAX_UNHEALTHY_SECONDS": "4"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot"),
        env=os.environ | environment(telegram, postgres, app) | monitored,
        cwd=Path(__file__).parent.parent.parent,
        stderr=full_pipe,
    )
    async with asyncio.timeout(2 * PATIENCE):
        # The loop stalls when it logs that it is ready.
        assert "event loop: has stood still" in await first_problem(port)
        assert await process.wait() == EXIT_CODE


async def first_problem(port: int) -> str:
    while True:
        try:
            status, problems = await asyncio.to_thread(answer, port, "/healthz")
        except URLError:  # it does not listen yet
            status, problems = 200, ""
        if status != 200:
            return problems
        await asyncio.sleep(0.1)
