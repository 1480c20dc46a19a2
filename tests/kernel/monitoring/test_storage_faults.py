"""Calls that the content store cannot serve are counted, also those that an open circuit breaker refuses."""

import pytest

from kernel.storage import ContentKey, Storage, StorageUnavailable
from tests.metrics import Metrics


async def test_faults_are_counted_by_operation_and_a_missing_file_is_none(tmp_path):
    storage = Storage(f"file://{tmp_path}/files")
    (tmp_path / "files").rename(tmp_path / "elsewhere")
    (tmp_path / "files").write_text("a file where the folder should be")
    before = Metrics.of()
    for _ in range(4):  # the breaker opens after three
        with pytest.raises(StorageUnavailable):
            await storage.put(b"text")
    with pytest.raises(StorageUnavailable):
        await storage.get(ContentKey("00/00"))
    with pytest.raises(FileNotFoundError):
        await Storage(f"file://{tmp_path}/elsewhere").get(ContentKey("00/00"))
    after, name = Metrics.of(), "postebin_storage_faults_total"
    counted = {
        operation: after.value(name, operation=operation) - before.value(name, operation=operation)
        for operation in ("read", "write", "delete")
    }
    assert counted == {"read": 1, "write": 4, "delete": 0}
