"""The embedded Postgres and Redis: their data, their security and their end."""

import asyncio
import os
import signal
import stat
import sys
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis
from redis.exceptions import AuthenticationError

from local.embedded import EmbeddedServer
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


async def ask(server: EmbeddedPostgres, query: str) -> object:
    connection = await asyncpg.connect(server.url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def found(folder: Path, pattern: str) -> list[Path]:
    return list(folder.glob(pattern))


async def start_parent(folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PARENT, str(folder / "postgres"), str(folder / "redis")),
        cwd=folder,
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )


async def test_postgres_keeps_its_data_and_its_address_over_a_restart(postgres_folder: Path) -> None:
    async with EmbeddedPostgres(postgres_folder) as server:
        url = server.url
        await ask(server, "CREATE TABLE kept (word text)")
        await ask(server, "INSERT INTO kept VALUES ('слово')")
        await server.restart()
        assert server.url == url
        assert await ask(server, "SELECT upper(word) FROM kept") == "СЛОВО"
    async with EmbeddedPostgres(postgres_folder) as later:
        assert await ask(later, "SELECT word FROM kept") == "слово"


async def test_postgres_recovers_from_a_crash(postgres_folder: Path) -> None:
    async with EmbeddedPostgres(postgres_folder) as server:
        await ask(server, "CREATE TABLE kept AS SELECT 1 AS number")
        server.kill()
        await server.wait()
        await server.restart()
        assert await ask(server, "SELECT number FROM kept") == 1


async def test_postgres_syncs_and_requires_the_password(postgres_folder: Path) -> None:
    async with EmbeddedPostgres(postgres_folder) as server:
        assert await ask(server, "SHOW fsync") == "on"
        assert await ask(server, "SHOW password_encryption") == "scram-sha-256"
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(server.url.replace(server.password, "guess"))


async def test_data_is_accessible_to_its_owner_only_whatever_the_umask(tmp_path: Path) -> None:
    around = tmp_path / "closed"
    around.mkdir(mode=0o700)
    before = os.umask(0)
    try:
        async with EmbeddedPostgres(around / "postgres") as server:
            for folder in (around, server.folder, server.data.parent, server.data):
                assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
            assert stat.S_IMODE((server.data.parent / "password").stat().st_mode) == 0o600
    finally:
        os.umask(before)


async def test_redis_requires_the_password_and_evicts_only_expiring_keys(tmp_path: Path) -> None:
    async with EmbeddedRedis(tmp_path / "redis") as server, Redis.from_url(server.url) as client:
        assert await client.config_get("maxmemory-policy") == {"maxmemory-policy": "volatile-ttl"}
        async with Redis.from_url(server.url.replace(server.password, "guess")) as stranger:
            with pytest.raises(AuthenticationError):
                await stranger.get("key")


async def test_passwords_are_on_no_command_line(tmp_path: Path, postgres_folder: Path) -> None:
    async with (
        EmbeddedPostgres(postgres_folder) as postgres,
        EmbeddedRedis(tmp_path / "redis") as redis,
    ):
        shown = working_below(tmp_path)
        assert {postgres.pid, redis.pid} <= shown.keys()
        for command in shown.values():
            assert postgres.password not in command
            assert redis.password not in command


async def test_a_restarted_redis_is_empty_at_the_same_address(tmp_path: Path) -> None:
    async with EmbeddedRedis(tmp_path / "redis") as server, Redis.from_url(server.url) as client:
        await client.set("key", "value")
        await server.stop()
        await server.start()
        assert await client.get("key") is None


@pytest.mark.parametrize("kind", [EmbeddedPostgres, EmbeddedRedis])
async def test_a_stopped_server_leaves_no_process(postgres_folder: Path, kind: type[EmbeddedServer]) -> None:
    server = kind(postgres_folder)
    await server.start()
    pid = server.pid
    assert pid
    await server.stop()
    assert server.pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_servers_end_with_a_killed_parent_and_start_again_at_once(
    tmp_path: Path, postgres_folder: Path
) -> None:
    assert postgres_folder.parent == tmp_path
    for _ in range(3):
        parent = await start_parent(tmp_path)
        assert parent.stdout
        assert await parent.stdout.readline() == b"both serve\n"
        assert len(working_below(tmp_path)) > 5
        parent.kill()
        await parent.communicate()
    await none_left(tmp_path)


async def test_an_interrupted_first_start_does_not_block_the_next(tmp_path: Path) -> None:
    parent = await start_parent(tmp_path)
    await awaited(lambda: found(tmp_path, "postgres/unfinished*/data/base"))
    parent.send_signal(signal.SIGKILL)
    await parent.communicate()
    assert not (tmp_path / "postgres" / "cluster").exists()
    async with EmbeddedPostgres(tmp_path / "postgres") as server:
        assert await ask(server, "SELECT current_database()") == "postebin"
        await server.restart()
        assert found(tmp_path, "postgres/unfinished*") == []
    await none_left(tmp_path)


async def test_a_pid_file_with_the_pid_of_another_process_is_no_obstacle(postgres_folder: Path) -> None:
    async with EmbeddedPostgres(postgres_folder) as server:
        pid_file = server.data / "postmaster.pid"
        _, _, rest = pid_file.read_text().partition("\n")
        server.kill()
        await server.stop()
        # As after a reboot.
        pid_file.write_text(f"{os.getppid()}\n{rest}")
        await server.start()
        assert await ask(server, "SELECT 1") == 1


async def test_a_server_that_cannot_start_gives_the_reason(postgres_folder: Path) -> None:
    async with EmbeddedPostgres(postgres_folder) as server:
        await server.stop()
        (server.data / "postgresql.conf").write_text("no_such_setting = on\n")
        with pytest.raises(CannotRun, match=r"Postgres did not start: .*postgresql\.conf"):
            await server.start()
        assert server.pid is None
