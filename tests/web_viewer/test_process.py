"""The viewer in a process of its own."""

import asyncio
import json
import os
import select
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from local.ports import free_port
from tests.web_viewer.process import ViewerProcess
from tests.web_viewer.reader import Reader
from web_viewer.page_cache.memory import TRUSTED_SECONDS
from web_viewer.settings import ViewerSettings

Start = Callable[..., Awaitable[ViewerProcess]]


@pytest.fixture
def environment(viewer_settings: ViewerSettings) -> dict[str, str]:
    return {
        "DATABASE_URL": viewer_settings.database.database_url,
        "REDIS_URL": viewer_settings.redis.redis_url,
        "STORAGE_URL": viewer_settings.storage.storage_url,
        "SECRET_KEY": viewer_settings.secrets.secret_key.get_secret_value(),
        "WEB_PORT": str(free_port()),
    }


@pytest.fixture
async def start(environment: dict[str, str]) -> AsyncIterator[Start]:
    started: list[ViewerProcess] = []

    async def start_with(**changed: str) -> ViewerProcess:
        started.append(await ViewerProcess.start({**environment, **changed}))
        return started[-1]

    yield start_with
    for viewer in started:
        viewer.kill()
        await viewer.ends()


@pytest.fixture
async def client(environment: dict[str, str]) -> AsyncIterator[Reader]:
    async with Reader(f"http://127.0.0.1:{environment['WEB_PORT']}") as client:
        yield client


async def test_a_viewer_serves_when_it_is_ready_and_stops_at_sigterm(alice, start, client):
    post = await alice.publishes("text", "note")
    viewer = await start()
    ready = json.loads(await viewer.log_line('"ready"'))
    assert (ready["event"], ready["level"]) == ("ready", "info")
    assert (await client.get(f"/{post.url}")).listing == "text"
    viewer.process.send_signal(signal.SIGTERM)  # the client's connection is still open, and idle
    assert await viewer.ends() == 0
    assert "Traceback" not in viewer.log


async def test_a_viewer_starts_before_the_servers_that_it_needs_and_stops_at_sigint(start, client):
    nowhere = free_port()
    viewer = await start(
        DATABASE_URL=f"postgresql://nobody@127.0.0.1:{nowhere}/nothing",
        REDIS_URL=f"redis://127.0.0.1:{nowhere}",
    )
    await viewer.log_line('"ready"')
    for path, status in {"/": 200, "/healthz": 200, "/readyz": 503, "/alice/note": 503}.items():
        assert (await client.get(path)).status == status
    viewer.process.send_signal(signal.SIGINT)
    assert await viewer.ends() == 0


async def test_a_port_that_is_taken_and_a_bad_setting_are_one_clear_line_each(port, start):
    for name, value, line in (
        ("WEB_PORT", str(port), "WEB_HOST and WEB_PORT: 127.0.0.1:"),
        ("STORAGE_URL", "", "STORAGE_URL"),
    ):
        viewer = await start(**{name: value})
        assert await viewer.ends() == 1
        assert viewer.log.splitlines()[-1].startswith(line)
        assert "Traceback" not in viewer.log


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


async def test_a_frozen_viewer_shows_changes_afterwards_and_a_killed_one_leaves_no_workers(
    alice, start, client
):
    viewer = await start()
    await viewer.log_line('"ready"')
    post = await alice.publishes("round-0", "note")
    paths = [f"/{post.url}", f"/{post.url}/raw"] * 4
    for number in (1, 2):
        for _ in range(5):  # in memory by then, on several connections
            await asyncio.gather(*map(client.get, paths))
        viewer.process.send_signal(signal.SIGSTOP)
        await alice.revises(post, f"round-{number}")
        asked = [asyncio.create_task(client.get(path)) for path in paths]
        await asyncio.sleep(TRUSTED_SECONDS)  # the promise is a time
        viewer.process.send_signal(signal.SIGCONT)
        for answer in await asyncio.gather(*asked):
            assert f"round-{number}" in answer.text
    [server] = _children(viewer.process.pid)
    family = [os.pidfd_open(process) for process in (server, *_children(server))]
    assert len(family) == 2
    viewer.process.kill()
    for process in family:
        readable, _, _ = await asyncio.to_thread(select.select, [process], [], [], 10)
        os.close(process)
        assert readable
