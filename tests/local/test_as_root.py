"""Postgres refuses to run as root: the ways around it, each where the machine allows no other."""

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
    """Return whether the kernel lets us: to no program in a chroot, say."""
    words = ("unshare", "--user", "true")
    return bool(shutil.which("unshare")) and not subprocess.run(words, stderr=-3, check=False).returncode


in_namespaces = pytest.mark.skipif(not may_make_namespaces(), reason="no user namespaces here")


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A folder that only we may enter, before and after."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    yield folder
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.stat().st_uid == os.geteuid()


async def serving(folder: Path, *prefix: str, crash: bool = False) -> asyncio.subprocess.Process:
    words = [*prefix, sys.executable, "-c", SERVE, str(folder / "postgres")]
    return await asyncio.create_subprocess_exec(
        *words,
        *(["crash"] if crash else []),
        cwd=folder,
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
        umask=0o077,
    )


async def said(process: asyncio.subprocess.Process) -> str:
    output, _ = await process.communicate()
    return output.decode().strip()


@in_namespaces
async def test_the_data_stay_our_own(closed: Path) -> None:
    us = str(os.geteuid())
    assert await said(await serving(closed)) == f"uid {us} data of {us}"


@as_root
@in_namespaces
async def test_without_namespaces_another_user_runs_it(closed: Path) -> None:
    expected = f"uid {NOBODY} data of {NOBODY}"
    assert await said(await serving(closed, *NO_NAMESPACES)) == expected
    assert await said(await serving(closed)) == expected, "the data keep their owner afterwards"


@as_root
@in_namespaces
async def test_what_root_owned_goes_to_another_user_when_namespaces_are_gone(closed: Path) -> None:
    await said(await serving(closed))
    assert await said(await serving(closed, *NO_NAMESPACES)) == f"uid {NOBODY} data of {NOBODY}"


@as_root
@in_namespaces
async def test_as_another_user_it_ends_with_its_parent_all_the_same(closed: Path) -> None:
    parent = await serving(closed, *NO_NAMESPACES, crash=True)
    assert (await said(parent)).startswith(f"uid {NOBODY}")
    assert parent.returncode
    await none_left(closed)


@as_root
async def test_a_folder_of_another_user_keeps_its_owner(tmp_path: Path) -> None:
    """As with `sudo` in somebody's home."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    os.chown(home, 1234, 1234)
    assert (await said(await serving(home))).startswith("uid ")
    assert home.stat().st_uid == 1234
    assert home.stat().st_mode & 0o777 == 0o700


@in_namespaces
async def test_where_nothing_is_allowed_one_line_says_what_to_do(closed: Path) -> None:
    line = await said(await serving(closed, *ONLY_ROOT_MAPPED))
    assert line.startswith("Postgres refuses to run as root")
    assert line.endswith("Run as an ordinary user, or set DATABASE_URL to a Postgres of yours.")
    assert "\n" not in line
