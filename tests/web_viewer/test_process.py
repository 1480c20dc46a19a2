"""The viewer in a process of its own."""

import asyncio
import json
import os
import re
import select
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from local.ports import free_port
from tests.web_viewer.process import ViewerProcess
from tests.web_viewer.reader import Reader
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
def url(environment: dict[str, str]) -> str:
    return f"http://127.0.0.1:{environment['WEB_PORT']}"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_serves_once_it_is_ready_and_stops_at_a_signal(alice, start, url, number):
    post = await alice.publishes("text", "note")
    viewer = await start()
    ready = json.loads(await viewer.log_line('"ready"'))
    assert (ready["event"], ready["level"]) == ("ready", "info")
    async with Reader(url) as reader:
        assert (await reader.get(f"/{post.url}")).listing == "text"
        # The reader's connection is still open, and idle.
        viewer.process.send_signal(number)
        assert await viewer.ends() == 0
    assert "Traceback" not in viewer.log


async def test_the_reference_in_an_apology_is_in_the_log(alice, house, start, url):
    post = await alice.publishes("text", "note")
    await house.damage("UPDATE posts.posts SET format = 'of the future'")
    viewer = await start()
    await viewer.log_line('"ready"')
    async with Reader(url) as reader:
        page = await reader.get(f"/{post.url}")
    found = re.search(r"<code>([0-9a-f]{8})</code>", page.text)
    assert page.status == 500
    assert found
    said = json.loads(await viewer.log_line("request_failed"))
    assert said["reference"] == found[1]
    assert said["path"] == f"/{post.url}"
    assert "of the future" in said["exception"]


async def test_it_starts_and_answers_while_the_others_are_not_there_yet(start, url):
    nowhere = free_port()
    viewer = await start(
        DATABASE_URL=f"postgresql://nobody@127.0.0.1:{nowhere}/nothing",
        REDIS_URL=f"redis://127.0.0.1:{nowhere}",
    )
    await viewer.log_line('"ready"')
    async with Reader(url) as reader:
        assert (await reader.get("/")).status == 200
        assert (await reader.get("/healthz")).status == 200
        assert (await reader.get("/readyz")).status == 503
        assert (await reader.get("/alice/note")).status == 503


async def test_a_port_that_is_taken_is_one_clear_line(port, start):
    viewer = await start(WEB_PORT=str(port))
    assert await viewer.ends() == 1
    assert viewer.log.splitlines()[-1].startswith("WEB_HOST and WEB_PORT: 127.0.0.1:")
    assert "Traceback" not in viewer.log


@pytest.mark.parametrize(
    ("name", "value"),
    [("SECRET_KEY", "short"), ("WEB_PORT", "99999"), ("DATABASE_URL", "mysql://x"), ("STORAGE_URL", "")],
)
async def test_a_bad_setting_is_one_clear_line(start, name, value):
    viewer = await start(**{name: value})
    assert await viewer.ends() == 1
    assert len(viewer.log.splitlines()) == 1
    assert viewer.log.startswith(name)


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


async def test_those_who_render_end_with_it_even_if_it_is_killed(alice, start, url):
    post = await alice.publishes("text", "note")
    viewer = await start()
    await viewer.log_line('"ready"')
    async with Reader(url) as reader:
        await reader.get(f"/{post.url}")
    [server] = _children(viewer.process.pid)
    family = [os.pidfd_open(process) for process in (server, *_children(server))]
    assert len(family) == 2
    viewer.process.kill()
    for process in family:
        readable, _, _ = await asyncio.to_thread(select.select, [process], [], [], 10)
        os.close(process)
        assert readable
