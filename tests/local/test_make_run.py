"""`make run` as a whole: real processes, from the first start to the last signal."""

import os
import shutil
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from local.telegram.server import TelegramServer
from local.telegram.world import World
from tests.local.launching import Launch
from tests.local.process_tree import none_left, working_below

TOKEN = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
PROJECT = Path(__file__).parent.parent.parent


@asynccontextmanager
async def launched(folder, *command, **settings):
    launch = Launch(folder, *command, **settings)
    await launch.begin()
    try:
        yield launch
    finally:
        if launch.runs:
            launch.send(signal.SIGKILL)
            await launch.ends()
        await none_left(folder)


async def ends_cleanly(launch):
    code = await launch.ends()
    assert (code, working_below(launch.folder)) == (0, {}), launch.output
    assert "Traceback" not in launch.output


async def status(port, path):
    async with ClientSession() as http, http.get(f"http://localhost:{port}{path}") as answer:
        return answer.status


async def backup_beside(launch):
    """Take a backup while everything runs; return what was printed."""
    backup = Launch(launch.folder, sys.executable, "-m", "local", "backup", "backup.tar.gz")
    await backup.begin()
    assert await backup.ends() == 0, backup.output
    return backup.output


@pytest.fixture
def installed(tmp_path):
    """A folder in which everything that `make run` needs counts as installed."""
    for name in ("Makefile", "requirements-local.txt"):
        shutil.copy(PROJECT / name, tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    (tmp_path / ".venv" / "installed-local").touch()
    return tmp_path


async def test_it_runs_alone_and_starts_again_on_its_data_after_make_was_killed(installed, refuser):
    async with launched(installed, "make", "run", KF_RULE_CACHE_DIR="") as launch:
        await launch.ready()
        web, chat = (launch.settings[f"{name}_PORT"] for name in ("WEB", "CHAT"))
        assert all(f"http://localhost:{port} " in launch.output for port in (web, chat))
        assert (await status(web, "/readyz"), await status(chat, "/")) == (200, 200)
        rules = installed / "data" / "rules"
        assert list(rules.iterdir()), "the credential rules are compiled when it is ready"
        shutil.copytree(rules, installed.parent / "rules", dirs_exist_ok=True)
        assert "Backed up the database" in await backup_beside(launch)
        second = await refuser.refused(installed)
        assert second.startswith("Postebin is already running with")
        assert second.count("\n") == 1
        assert "DATA_DIR" in second
        before = working_below(installed)
        assert len(before) > 8, "the launcher, services, servers and their children"
        launch.send(signal.SIGKILL)
        async with launched(installed, **launch.settings) as next_one:
            await next_one.ready()
            assert not before.keys() & working_below(installed).keys()
            next_one.send(signal.SIGINT)
            await ends_cleanly(next_one)


async def test_it_uses_the_servers_that_are_set_and_ends_with_a_service_that_ends(
    tmp_path, postgres, redis_server, sessions
):
    async with TelegramServer(World(TOKEN)) as telegram:
        given = {
            "DATABASE_URL": postgres.url,
            "REDIS_URL": redis_server.url,
            "STORAGE_URL": f"file://{tmp_path}/own",
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
        }
        (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in given.items()))
        async with launched(tmp_path) as launch:
            await launch.ready()
            assert "https://t.me/postebin_bot" in launch.output
            assert launch.settings["CHAT_PORT"] not in launch.output
            made = {path.name for path in (tmp_path / "data").iterdir()}
            assert not made & {"postgres", "redis", "files", "telegram"}
            processes = working_below(tmp_path)
            os.kill(next(pid for pid in processes if "-m web_viewer" in processes[pid]), signal.SIGKILL)
            assert await launch.ends() == 1
            assert "viewer stopped unexpectedly" in launch.output
            assert working_below(tmp_path) == {}


@pytest.mark.parametrize(
    ("moment", "number"), [("Starting", signal.SIGINT), ("[local.telegram]", signal.SIGTERM)]
)
async def test_a_signal_during_the_start_stops_it_cleanly(tmp_path, postgres_folder, moment, number):
    shutil.move(postgres_folder, tmp_path / "data" / "postgres")
    async with launched(tmp_path) as launch:
        await launch.says(moment)
        launch.send(number)
        await ends_cleanly(launch)
