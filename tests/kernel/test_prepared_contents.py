"""A content that was stored beforehand is put at once, and once; what is not put after all is deleted."""

import pytest

from kernel.prepared_contents import PreparedContents
from kernel.storage import ContentKey, Storage


async def test_what_is_prepared_is_put_under_its_key_once(storage: Storage) -> None:
    prepared = await storage.prepare(b"a text")
    other = await storage.put(b"another text")
    first, second = await storage.put(b"a text"), await storage.put(b"a text")
    assert first == prepared
    assert len({prepared, other, second}) == 3
    assert [await storage.get(key) for key in (first, second)] == [b"a text", b"a text"]


async def test_each_of_two_who_prepare_the_same_has_a_file_of_their_own(storage: Storage) -> None:
    prepared = {await storage.prepare(b"a text") for _ in range(2)}
    assert {await storage.put(b"a text") for _ in range(2)} == prepared


async def test_what_is_not_put_is_deleted_and_what_was_put_stays(storage: Storage) -> None:
    unused, used = await storage.prepare(b"unused"), await storage.prepare(b"used")
    assert await storage.put(b"used") == used
    for key in (unused, used):
        await storage.discard_prepared(key)
    assert await storage.get(used) == b"used"
    with pytest.raises(FileNotFoundError):
        await storage.get(unused)
    assert await storage.put(b"unused") != unused


def test_after_some_minutes_it_is_as_if_it_had_not_been_prepared() -> None:
    now = 0.0
    contents = PreparedContents(lambda: now)
    contents.add(b"a text", ContentKey("ab/key"))
    now = 301.0
    assert contents.take(b"a text") is None


def test_only_so_many_are_remembered() -> None:
    contents = PreparedContents()
    for number in range(1_001):
        contents.add(b"%d" % number, ContentKey(f"{number}"))
    assert contents.take(b"0") is None
    assert contents.take(b"1000") == "1000"
