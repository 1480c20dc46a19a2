"""Content files in a folder: they exist when `put` returns, and until they are deleted."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from kernel.storage import ContentKey, Storage


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=30,
    deadline=None,
)
@given(content=some.binary(max_size=5000))
async def test_a_content_is_preserved_byte_for_byte(storage: Storage, content: bytes) -> None:
    assert await storage.get(await storage.put(content)) == content


async def test_a_file_lies_under_its_key_in_a_folder_of_two_digits(storage: Storage, tmp_path: Path) -> None:
    key = await storage.put(b"hello")
    assert re.fullmatch(r"([0-9a-f]{2})/\1[0-9a-f]{30}", key)
    assert (tmp_path / "files" / key).read_bytes() == b"hello"


async def test_the_same_content_twice_is_two_files(storage: Storage) -> None:
    first, second = await storage.put(b"same"), await storage.put(b"same")
    await storage.delete(first)
    assert await storage.get(second) == b"same"


async def test_another_process_finds_the_file(storage: Storage, tmp_path: Path) -> None:
    key = await storage.put(b"hello")
    assert await Storage(f"file://{tmp_path / 'files'}").get(key) == b"hello"


async def test_a_missing_file_is_a_file_not_found(storage: Storage) -> None:
    with pytest.raises(FileNotFoundError):
        await storage.get(ContentKey("00/00000000000000000000000000000000"))


async def test_a_files_size_is_known_without_reading_it(storage: Storage) -> None:
    assert await storage.size(await storage.put(b"hello")) == 5
    with pytest.raises(FileNotFoundError):
        await storage.size(ContentKey("00/00000000000000000000000000000000"))


async def test_deleting_twice_is_no_error(storage: Storage) -> None:
    key = await storage.put(b"hello")
    await storage.delete(key)
    await storage.delete(key)
    with pytest.raises(FileNotFoundError):
        await storage.get(key)


async def test_the_folder_contains_the_stored_files_only(storage: Storage, tmp_path: Path) -> None:
    keys = {await storage.put(b"x" * 100_000) for _ in range(3)}
    assert files_in(tmp_path / "files") == keys


def files_in(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


async def test_a_fault_of_the_disk_is_an_os_error(storage: Storage, tmp_path: Path) -> None:
    key = await storage.put(b"hello")
    file = tmp_path / "files" / key
    file.unlink()
    file.mkdir()
    (file / "in-the-way").touch()
    with pytest.raises(OSError, match=str(file.name)):
        await storage.delete(key)


async def test_a_failed_write_is_an_os_error_and_leaves_no_file(tmp_path: Path) -> None:
    storage = Storage(f"file://{tmp_path / 'files'}")
    (tmp_path / "files").rmdir()
    with pytest.raises(OSError, match="files"):
        await storage.put(b"hello")
    assert not files_in(tmp_path)
