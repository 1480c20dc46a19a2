"""Streaming of content files."""

import pytest

from kernel.storage import ContentKey, Storage

MEGABYTE = 1024 * 1024
BIG = bytes(range(256)) * (MEGABYTE // 256) * 3 + b"the end"


async def pieces(storage: Storage, key: ContentKey, start: int, end: int) -> list[bytes]:
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
    ],
)
async def test_a_part_comes_byte_for_byte_and_a_megabyte_at_once_at_most(
    storage: Storage, start: int, end: int
) -> None:
    came = await pieces(storage, await storage.put(BIG), start, end)
    assert b"".join(came) == BIG[start:end]
    assert max(map(len, came)) <= MEGABYTE


async def test_an_empty_range_has_no_pieces(storage: Storage) -> None:
    assert await pieces(storage, await storage.put(b""), 0, 0) == []


async def test_a_missing_file_is_a_file_not_found_at_the_first_piece(storage: Storage) -> None:
    with pytest.raises(FileNotFoundError):
        await anext(storage.stream(ContentKey("00/00000000000000000000000000000000"), 0, 10))


async def test_a_file_deleted_while_it_is_streamed_raises_file_not_found(storage: Storage) -> None:
    key = await storage.put(BIG)
    stream = storage.stream(key, 0, len(BIG))
    assert len(await anext(stream)) == MEGABYTE
    await storage.delete(key)
    with pytest.raises(FileNotFoundError):
        await anext(stream)


async def test_a_truncated_file_is_an_os_error(storage: Storage) -> None:
    with pytest.raises(OSError, match=r"[Rr]ange"):
        await pieces(storage, await storage.put(b"short"), 2, 2 * MEGABYTE)
