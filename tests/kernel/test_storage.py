"""Content files in a folder: they exist when `put` returns, and until they are deleted."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from kernel.storage import ContentKey, Storage

MISSING = ContentKey("00/00000000000000000000000000000000")
MEGABYTE = 1024 * 1024
BIG = bytes(range(256)) * (MEGABYTE // 256) * 3 + b"the end"


def files_in(folder):
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


@settings(suppress_health_check=list(HealthCheck), max_examples=30)
@given(content=some.binary(max_size=5000))
async def test_a_content_is_preserved_byte_for_byte(storage, content):
    assert await storage.get(await storage.put(content)) == content


async def test_a_file_lies_under_its_key_in_a_folder_of_two_digits(storage, tmp_path):
    key = await storage.put(b"hello")
    assert re.fullmatch(r"([0-9a-f]{2})/\1[0-9a-f]{30}", key)
    assert (tmp_path / "files" / key).read_bytes() == b"hello"
    another_process = Storage(f"file://{tmp_path / 'files'}")
    assert await another_process.get(key) == b"hello"
    assert await another_process.size(key) == 5


async def test_the_same_content_is_as_many_files_and_no_others(storage, tmp_path):
    keys = [await storage.put(b"x" * 100_000) for _ in range(3)]
    assert files_in(tmp_path / "files") == set(keys)
    for _ in range(2):  # deleting twice is no error
        await storage.delete(keys[0])
    assert files_in(tmp_path / "files") == set(keys[1:])
    with pytest.raises(FileNotFoundError):
        await storage.get(keys[0])


async def test_a_missing_file_is_a_file_not_found(storage):
    for call in (storage.get(MISSING), storage.size(MISSING), anext(storage.stream(MISSING, 0, 10))):
        with pytest.raises(FileNotFoundError):
            await call


async def test_a_fault_of_the_disk_is_an_os_error(storage, tmp_path):
    key = await storage.put(b"hello")
    file = tmp_path / "files" / key
    file.unlink()
    file.mkdir()
    (file / "in-the-way").touch()
    with pytest.raises(OSError, match=file.name):
        await storage.delete(key)


async def pieces(storage, key, start, end):
    return [piece async for piece in storage.stream(key, start, end)]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (0, len(BIG)),
        (0, 1),
        (5, 9),
        (MEGABYTE - 1, MEGABYTE + 1),
        (MEGABYTE, 2 * MEGABYTE),
        (len(BIG) - 1, len(BIG)),
        (0, 0),
    ],
)
async def test_a_part_is_streamed_byte_for_byte_in_pieces_of_a_megabyte_at_most(storage, start, end):
    streamed = await pieces(storage, await storage.put(BIG if end else b""), start, end)
    assert b"".join(streamed) == BIG[start:end]
    assert max(map(len, streamed), default=0) <= MEGABYTE


async def test_a_file_deleted_while_it_is_streamed_raises_file_not_found(storage):
    key = await storage.put(BIG)
    stream = storage.stream(key, 0, len(BIG))
    assert len(await anext(stream)) == MEGABYTE
    await storage.delete(key)
    with pytest.raises(FileNotFoundError):
        await anext(stream)


async def test_a_truncated_file_is_an_os_error(storage):
    with pytest.raises(OSError, match=r"[Rr]ange"):
        await pieces(storage, await storage.put(b"short"), 2, 2 * MEGABYTE)
