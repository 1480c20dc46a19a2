"""Running Postgres for root: each way on a machine that allows no other."""

import asyncio
import os
import shutil
import subprocess
import sys

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
US = f"uid {os.geteuid()} data of {os.geteuid()}"
NOBODY = "uid 65534 data of 65534"


def may_make_namespaces():
    """Return whether the kernel allows it, which it does not in a chroot."""
    words = ("unshare", "--user", "true")
    return bool(shutil.which("unshare")) and not subprocess.run(words, stderr=-3, check=False).returncode


pytestmark = pytest.mark.skipif(not may_make_namespaces(), reason="no user namespaces here")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


@pytest.fixture
def closed(tmp_path):
    """A folder that only we may enter, before the test and after it."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    yield folder
    assert (folder.stat().st_mode & 0o777, folder.stat().st_uid) == (0o700, os.geteuid())


async def serve(folder, *prefix, crash=False):
    """Start Postgres in a process of its own and return what it prints."""
    process = await asyncio.create_subprocess_exec(
        *(*prefix, sys.executable, "-c", SERVE, str(folder / "postgres"), *(["crash"] if crash else [])),
        cwd=folder,
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
        umask=0o077,
    )
    output, _ = await process.communicate()
    assert bool(process.returncode) is crash
    return output.decode().strip()


@as_root
async def test_data_of_root_goes_to_another_user_when_namespaces_are_gone(closed, initialized_postgres):
    shutil.copytree(initialized_postgres, closed / "postgres")
    assert await serve(closed) == US
    assert await serve(closed, *NO_NAMESPACES) == NOBODY
    assert await serve(closed) == NOBODY, "the data keep their owner afterwards"


@as_root
async def test_another_user_makes_the_data_and_ends_with_its_parent(closed):
    assert await serve(closed, *NO_NAMESPACES, crash=True) == NOBODY
    await none_left(closed)


@as_root
async def test_a_folder_of_another_user_keeps_its_owner(tmp_path, initialized_postgres):
    """The case of `sudo` in another user's home."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    shutil.copytree(initialized_postgres, home / "postgres")
    os.chown(home, 1234, 1234)
    assert (await serve(home)).startswith("uid ")
    assert (home.stat().st_mode & 0o777, home.stat().st_uid) == (0o700, 1234)


async def test_without_any_way_one_line_says_what_to_do(closed):
    line = await serve(closed, *ONLY_ROOT_MAPPED)
    assert line.startswith("Postgres does not run as root")
    assert line.endswith("Run as an ordinary user, or set DATABASE_URL to your own Postgres.")
    assert "\n" not in line
