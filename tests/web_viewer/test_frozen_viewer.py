"""A viewer that is stopped while a paste changes does not show the old page afterwards."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest

from local.ports import free_port
from tests.web_viewer.process import ViewerProcess
from tests.web_viewer.reader import Reader
from web_viewer.page_cache.memory import TRUSTED_SECONDS
from web_viewer.settings import ViewerSettings


@pytest.fixture
async def frozen(viewer_settings: ViewerSettings) -> AsyncIterator[tuple[int, Reader]]:
    """The process id of a running viewer, which the test stops, and a reader of it."""
    port = free_port()
    viewer = await ViewerProcess.start(
        {
            "DATABASE_URL": viewer_settings.database.database_url,
            "REDIS_URL": viewer_settings.redis.redis_url,
            "STORAGE_URL": viewer_settings.storage.storage_url,
            "SECRET_KEY": viewer_settings.secrets.secret_key.get_secret_value(),
            "WEB_PORT": str(port),
        }
    )
    try:
        await viewer.log_line('"ready"')
        async with Reader(f"http://127.0.0.1:{port}") as reader:
            yield viewer.process.pid, reader
    finally:
        viewer.kill()
        await viewer.ends()


async def test_a_change_during_the_stop_is_shown_after_it(alice, frozen):
    pid, reader = frozen
    post = await alice.publishes("round-0", "note")
    paths = [f"/{post.url}", f"/{post.url}/raw"]
    for number in range(1, 4):
        for _ in range(20):  # hot by then, on several connections
            await asyncio.gather(*(reader.get(path) for path in paths * 4))
        os.kill(pid, signal.SIGSTOP)
        try:
            await alice.revises(post, f"round-{number}")
            # They wait for it to go on.
            asked = [asyncio.create_task(reader.get(path)) for path in paths * 4]
            await asyncio.sleep(TRUSTED_SECONDS)  # the promise is a time
        finally:
            os.kill(pid, signal.SIGCONT)
        for answer in await asyncio.gather(*asked):
            assert f"round-{number}" in answer.text
