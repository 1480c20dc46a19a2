"""Disks that are full, read-only, missing or hang: the store is unavailable, and has no partial files."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from errno import EACCES, EFBIG, ENOSPC, EROFS
from typing import Any

import pytest

from kernel.storage import ContentKey, Storage, StorageUnavailable
from tests.patience import PATIENCE

WRITE = (sys.executable, "-B", "-m", "tests.kernel.writing_until_refused")
# Of 512 bytes each.
WITH_SMALL_FILES = ("sh", "-ec", 'ulimit -f 100; "$@"', "sh")
# A disk that is mounted for one process.
_WITH_MOUNTS = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-ec")
ON_A_SMALL_DISK = (*_WITH_MOUNTS, 'mount -t tmpfs -o size=1m none "$0"; "$@"')
_READ_ONLY = """
    mount -t tmpfs -o size=64m none "$0"
    mkdir "$0/00"
    echo text > "$0/00/1"
    mount -o remount,ro "$0"
    "$@"
"""
ON_A_READ_ONLY_DISK = (*_WITH_MOUNTS, _READ_ONLY)
# Root in a namespace of its own is bound by the modes of files.
POWERLESS = ("unshare", "--user", "--map-user=1000", "--map-group=1000") if os.geteuid() == 0 else ()


def works(words: tuple[str, ...]) -> bool:
    return bool(shutil.which(words[0])) and not subprocess.run(words, stderr=-3, check=False).returncode


needs_a_disk = pytest.mark.skipif(
    not works((*_WITH_MOUNTS, "mount -t tmpfs none /mnt")), reason="no disk can be mounted here"
)
needs_modes = pytest.mark.skipif(
    bool(POWERLESS) and not works((*POWERLESS, "true")), reason="modes of files do not bind root"
)


def told_by(*words: str) -> dict[str, Any]:
    process = subprocess.run(words, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    told: dict[str, Any] = json.loads(process.stdout)
    return told


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def test_a_write_that_stops_halfway_leaves_nothing(folder):
    told = told_by(*WITH_SMALL_FILES, *WRITE, str(folder))
    assert (told["errno"], told["is_away"]) == (EFBIG, True)
    assert told["kept"] == told["left"] == 1
    assert told["readable"] == [len("small")]


@needs_a_disk
def test_a_full_disk_is_unavailable_for_writing_and_can_be_read(folder):
    told = told_by(*ON_A_SMALL_DISK, str(folder), *WRITE, str(folder))
    assert (told["errno"], told["is_away"]) == (ENOSPC, True)
    assert told["kept"] == told["left"] > 1
    assert told["readable"] == [len("small")]
    assert told["is_known_before_writing"]


@needs_a_disk
def test_a_read_only_disk_is_unavailable_for_writing_and_can_be_read(folder):
    told = told_by(*ON_A_READ_ONLY_DISK, str(folder), *WRITE, str(folder))
    assert (told["errno"], told["is_away"]) == (EROFS, True)
    assert told["readable"] == [len("text\n")]
    assert told["is_known_before_writing"]


@needs_modes
def test_a_folder_without_write_permission_is_unavailable(folder):
    folder.chmod(0o555)
    told = told_by(*POWERLESS, *WRITE, str(folder))
    assert (told["errno"], told["is_away"]) == (EACCES, True)
    assert told["left"] == 0
    assert told["is_known_before_writing"]


async def test_a_missing_folder_is_unavailable(folder):
    storage = Storage(f"file://{folder}")
    key = await storage.put(b"text")
    shutil.rmtree(folder)
    for call in (storage.put(b"text"), storage.get(key), storage.size(key), storage.delete(key)):
        with pytest.raises(StorageUnavailable, match="files"):
            await call
    with pytest.raises(StorageUnavailable, match="files"):
        await storage.check_reading()


@pytest.fixture
def hanging_key(folder):
    """The key of a file whose opening hangs: a pipe without a writer."""
    pipe = folder / "00" / "hanging"
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    yield ContentKey("00/hanging")
    # Lets all hanging calls continue.
    os.close(os.open(pipe, os.O_RDWR))


async def test_calls_to_a_hanging_disk_time_out(folder, hanging_key):
    storage = Storage(f"file://{folder}", budget=0.2)
    async with asyncio.timeout(PATIENCE):
        for _ in range(3):
            with pytest.raises(StorageUnavailable, match="no response"):
                await storage.get(hanging_key)
        # One more call is made if the machine was so slow that the breaker became half-open.
        while "in a moment" not in await words_of_the_fault(storage, hanging_key):
            pass


async def words_of_the_fault(storage: Storage, key: ContentKey) -> str:
    with pytest.raises(StorageUnavailable) as raised:
        await storage.get(key)
    return str(raised.value)


async def test_hanging_calls_do_not_block_the_threads_of_asyncio(folder, hanging_key):
    storage = Storage(f"file://{folder}", budget=0.2)
    hanging = [asyncio.create_task(storage.get(hanging_key)) for _ in range(40)]
    await asyncio.sleep(0)
    async with asyncio.timeout(PATIENCE):
        assert await asyncio.to_thread(lambda: "a thread") == "a thread"
        faults = await asyncio.gather(*hanging, return_exceptions=True)
    assert {type(fault) for fault in faults} == {StorageUnavailable}
