"""`make run` as a whole: real processes, from the first start to the last signal."""

import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from local.telegram.server import TelegramServer
from local.telegram.world import World
from tests.local.launching import Launch, refused
from tests.local.process_tree import none_left, working_below

TOKEN = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
PROJECT = Path(__file__).parent.parent.parent


@asynccontextmanager
async def launched(folder: Path, *command: str, **settings: str) -> AsyncIterator[Launch]:
    launch = Launch(folder, *command, **settings)
    await launch.begin()
    try:
        yield launch
    finally:
        if launch.runs:
            launch.send(signal.SIGKILL)
            await launch.ends()
        await none_left(folder)


async def status(port: str, path: str) -> int:
    async with ClientSession() as http, http.get(f"http://localhost:{port}{path}") as answer:
        return answer.status


async def test_it_runs_alone_on_its_data_and_stops_cleanly_on_ctrl_c(tmp_path: Path) -> None:
    async with launched(tmp_path, KF_RULE_CACHE_DIR="") as launch:
        await launch.ready()
        assert f"http://localhost:{launch.settings['CHAT_PORT']} " in launch.output
        assert f"http://localhost:{launch.settings['WEB_PORT']} " in launch.output
        assert await status(launch.settings["WEB_PORT"], "/readyz") == 200
        assert await status(launch.settings["CHAT_PORT"], "/") == 200
        rules = tmp_path / "data" / "rules"
        assert list(rules.iterdir()), "the credential rules are compiled when it is ready"
        shutil.copytree(rules, tmp_path.parent / "rules", dirs_exist_ok=True)
        second = await refused(tmp_path)
        assert second.startswith("Postebin is already running with")
        assert second.count("\n") == 1
        assert "DATA_DIR" in second
        launch.send(signal.SIGINT)
        assert await launch.ends() == 0
        assert "Traceback" not in launch.output
        assert working_below(tmp_path) == {}


async def test_the_next_start_works_after_a_kill_and_ends_with_a_service_that_ends(
    tmp_path: Path, initialized_postgres: Path
) -> None:
    shutil.copytree(initialized_postgres, tmp_path / "data" / "postgres")
    async with launched(tmp_path) as killed:
        await killed.ready()
        before = working_below(tmp_path)
        assert len(before) > 8, "the launcher, services, servers and their children"
        killed.send(signal.SIGKILL)
        async with launched(tmp_path, **killed.settings) as next_one:
            await next_one.ready()
            processes = working_below(tmp_path)
            assert not before.keys() & processes.keys()
            viewer = next(pid for pid, command in processes.items() if "-m web_viewer" in command)
            os.kill(viewer, signal.SIGKILL)
            assert await next_one.ends() == 1
            assert "viewer stopped unexpectedly" in next_one.output
            assert working_below(tmp_path) == {}


async def test_servers_that_are_set_are_used(tmp_path: Path, initialized_postgres: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(initialized_postgres, own / "postgres")
    async with (
        TelegramServer(World(TOKEN, folder=own / "telegram")) as telegram,
        EmbeddedPostgres(own / "postgres") as postgres,
        EmbeddedRedis(own / "redis") as redis,
    ):
        given = {
            "DATABASE_URL": postgres.url,
            "REDIS_URL": redis.url,
            "STORAGE_URL": f"file://{own}/files",
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
        }
        here = tmp_path / "here"
        here.mkdir()
        (here / ".env").write_text("".join(f"{name}={value}\n" for name, value in given.items()))
        async with launched(here) as launch:
            await launch.ready()
            assert "https://t.me/postebin_bot" in launch.output
            assert launch.settings["CHAT_PORT"] not in launch.output
            launch.send(signal.SIGTERM)
            assert await launch.ends() == 0
        made = {path.name for path in (here / "data").iterdir()}
        assert not made & {"postgres", "redis", "files", "telegram"}


async def test_killing_make_ends_everything(tmp_path: Path) -> None:
    shutil.copy(PROJECT / "Makefile", tmp_path)
    shutil.copy(PROJECT / "requirements-local.txt", tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    (tmp_path / ".venv" / "installed-local").touch()
    async with launched(tmp_path, "make", "run") as launch:
        await launch.says("ready")
        launch.send(signal.SIGKILL)
        await none_left(tmp_path)


@pytest.mark.parametrize("moment", ["Starting", "[local.telegram]"])
async def test_ctrl_c_during_the_start_stops_cleanly_too(tmp_path: Path, moment: str) -> None:
    async with launched(tmp_path) as launch:
        await launch.says(moment)
        launch.send(signal.SIGINT)
        assert await launch.ends() == 0
        assert "Traceback" not in launch.output
        assert working_below(tmp_path) == {}
