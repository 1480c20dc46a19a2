"""Running Postgres for root: each way on a machine that allows no other."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local.process_tree import environment, none_left

SERVE = """
import asyncio, os, signal, sys
from pathlib import Path
from local.errors import CannotRun
from local.postgres import EmbeddedPostgres

async def main():
    try:
        async with EmbeddedPostgres(Path(sys.argv[1])) as server:
            status = Path(f"/proc/{server.pid}/status").read_text()
            uid, owner = status.partition("Uid:")[2].split()[0], server.data.stat().st_uid
            print("uid", uid, "data of", owner, flush=True)
            if "crash" in sys.argv:
                os.kill(os.getpid(), signal.SIGKILL)
    except CannotRun as reason:
        print(reason)

asyncio.run(main())
"""
ONLY_ROOT_MAPPED = (
    *("unshare", "--user", "--map-root-user", "sh", "-c"),
    'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"',
    "sh",
)
NO_NAMESPACES = (sys.executable, "-m", "tests.local.without_namespaces")
NOBODY = "65534"

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


def may_make_namespaces() -> bool:
    """Return whether the kernel allows it, which it does not in a chroot."""
    words = ("unshare", "--user", "true")
    return bool(shutil.which("unshare")) and not subprocess.run(words, stderr=-3, check=False).returncode


in_namespaces = pytest.mark.skipif(not may_make_namespaces(), reason="no user namespaces here")


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A folder that only we may enter, before the test and after it."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    yield folder
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.stat().st_uid == os.geteuid()


async def start(folder: Path, *prefix: str, crash: bool = False) -> asyncio.subprocess.Process:
    command = [*prefix, sys.executable, "-c", SERVE, str(folder / "postgres")]
    return await asyncio.create_subprocess_exec(
        *command,
        *(["crash"] if crash else []),
        cwd=folder,
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
        umask=0o077,
    )


async def output_of(process: asyncio.subprocess.Process) -> str:
    output, _ = await process.communicate()
    return output.decode().strip()


@in_namespaces
async def test_the_data_stay_ours(closed: Path) -> None:
    us = str(os.geteuid())
    assert await output_of(await start(closed)) == f"uid {us} data of {us}"


@as_root
@in_namespaces
async def test_without_namespaces_another_user_runs_it(closed: Path) -> None:
    expected = f"uid {NOBODY} data of {NOBODY}"
    assert await output_of(await start(closed, *NO_NAMESPACES)) == expected
    assert await output_of(await start(closed)) == expected, "the data keep their owner afterwards"


@as_root
@in_namespaces
async def test_data_of_root_goes_to_another_user_when_namespaces_are_gone(
    closed: Path, initialized_postgres: Path
) -> None:
    shutil.copytree(initialized_postgres, closed / "postgres")
    assert await output_of(await start(closed, *NO_NAMESPACES)) == f"uid {NOBODY} data of {NOBODY}"


@as_root
@in_namespaces
async def test_as_another_user_it_ends_with_its_parent_too(closed: Path, initialized_postgres: Path) -> None:
    shutil.copytree(initialized_postgres, closed / "postgres")
    parent = await start(closed, *NO_NAMESPACES, crash=True)
    assert (await output_of(parent)).startswith(f"uid {NOBODY}")
    assert parent.returncode
    await none_left(closed)


@as_root
async def test_a_folder_of_another_user_keeps_its_owner(tmp_path: Path) -> None:
    """The case of `sudo` in another user's home."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    os.chown(home, 1234, 1234)
    assert (await output_of(await start(home))).startswith("uid ")
    assert home.stat().st_uid == 1234
    assert home.stat().st_mode & 0o777 == 0o700


@in_namespaces
async def test_without_any_way_one_line_says_what_to_do(closed: Path) -> None:
    line = await output_of(await start(closed, *ONLY_ROOT_MAPPED))
    assert line.startswith("Postgres does not run as root")
    assert line.endswith("Run as an ordinary user, or set DATABASE_URL to your own Postgres.")
    assert "\n" not in line
