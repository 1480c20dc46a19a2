"""Buckets that are silent, refuse or are slow: calls time out, and the circuit breaker opens."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest

from kernel.database import is_connection_lost
from kernel.storage import ContentKey, Storage, StorageUnavailable, is_storage_unavailable
from local.ports import free_port
from tests.bucket import Bucket, running_bucket
from tests.patience import PATIENCE

BUDGET = 0.3  # seconds
KEY = ContentKey("00/00000000000000000000000000000000")
BIG = bytes(range(256)) * 4096 * 6  # 6 MiB
CALLS: dict[str, Callable[[Storage], Awaitable[object]]] = {
    "put": lambda storage: storage.put(b"text"),
    "get": lambda storage: storage.get(KEY),
    "stream": lambda storage: anext(storage.stream(KEY, 0, 4)),
    "size": lambda storage: storage.size(KEY),
    "delete": lambda storage: storage.delete(KEY),
    "list": lambda storage: anext(storage.keys_older_than(timedelta())),
    "check": lambda storage: storage.check_reading(),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


@pytest.fixture
async def bucket(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bucket]:
    async with running_bucket(monkeypatch) as bucket:
        yield bucket


@pytest.fixture
def distant(bucket: Bucket) -> Storage:
    return Storage(bucket.url, BUDGET)


@pytest.fixture
def patient(bucket: Bucket) -> Storage:
    """A storage with a long time limit: on a busy machine, even a fast answer may be late."""
    return Storage(bucket.url, PATIENCE)


async def fails_as_unavailable(call: Awaitable[object]) -> StorageUnavailable:
    """Check that the call fails long before obstore's own retries end, which take three minutes."""
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(StorageUnavailable) as caught:
            await call
    assert is_storage_unavailable(caught.value)
    assert not is_connection_lost(caught.value)
    return caught.value


async def test_a_bucket_keeps_what_is_put_into_it(bucket: Bucket, patient: Storage) -> None:
    storage = patient
    for content in (b"", b"text", BIG):
        key = await storage.put(content)
        assert await storage.get(key) == content
        assert await storage.size(key) == len(content)
        assert b"".join([piece async for piece in storage.stream(key, 0, len(content))]) == content
    assert {key async for keys in storage.keys_older_than(timedelta()) for key in keys} == set(bucket.files)
    await storage.delete(key)
    await storage.check_reading()
    await storage.check_writing()


@every_call
async def test_a_silent_bucket_is_unavailable(
    bucket: Bucket, distant: Storage, call: Callable[[Storage], Awaitable[object]]
) -> None:
    bucket.falls_silent()
    fault = await fails_as_unavailable(call(distant))
    assert "no response" in str(fault)


@every_call
async def test_a_bucket_that_refuses_is_unavailable(
    bucket: Bucket, patient: Storage, call: Callable[[Storage], Awaitable[object]]
) -> None:
    bucket.always_refuses = 503
    fault = await fails_as_unavailable(call(patient))
    assert "503" in str(fault)


@every_call
async def test_a_closed_port_is_an_unavailable_bucket(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, call: Callable[[Storage], Awaitable[object]]
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    await fails_as_unavailable(call(Storage(bucket.url, BUDGET)))


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_a_transient_fault_is_not_noticed(bucket: Bucket, patient: Storage, status: int) -> None:
    bucket.refusals = [status, status]
    key = await patient.put(b"text")
    assert bucket.requests == 3
    bucket.refusals = [status, status]
    assert await patient.get(key) == b"text"


@pytest.mark.parametrize("status", [401, 403])
async def test_refused_credentials_are_an_unavailable_bucket_without_a_retry(
    bucket: Bucket, patient: Storage, status: int
) -> None:
    bucket.always_refuses = status
    await fails_as_unavailable(patient.put(b"text"))
    assert bucket.requests == 1


async def test_a_missing_bucket_is_unavailable(bucket: Bucket, patient: Storage) -> None:
    bucket.always_refuses = 404
    await fails_as_unavailable(patient.put(b"text"))


async def test_a_missing_file_does_not_count_as_a_failure_of_the_store(
    bucket: Bucket, patient: Storage
) -> None:
    for _ in range(10):
        with pytest.raises(FileNotFoundError):
            await patient.get(KEY)
    assert bucket.requests == 10


async def test_a_truncated_file_is_a_fault_of_that_file_only(patient: Storage) -> None:
    key = await patient.put(b"short")
    with pytest.raises(OSError, match="range") as caught:
        await anext(patient.stream(key, 0, 10))
    assert not is_storage_unavailable(caught.value)


async def test_a_store_that_fails_repeatedly_is_not_called_until_a_trial_succeeds(
    bucket: Bucket, distant: Storage
) -> None:
    bucket.falls_silent()
    for _ in range(3):
        assert "no response" in str(await fails_as_unavailable(distant.get(KEY)))
    said, asked = "", 0
    async with asyncio.timeout(PATIENCE):
        # One more call is made if the machine was so slow that the breaker became half-open.
        while "in a moment" not in said:
            asked = bucket.requests
            said = str(await fails_as_unavailable(distant.get(KEY)))
    assert bucket.requests == asked
    bucket.comes_back()
    await until_answered(distant)


async def until_answered(storage: Storage) -> None:
    """Wait until the store answers again that the file is missing."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await storage.get(KEY)
            except FileNotFoundError:
                return
            except StorageUnavailable:
                await asyncio.sleep(0.05)


async def test_a_large_file_may_arrive_slowly(bucket: Bucket) -> None:
    storage = Storage(bucket.url, budget=4)
    key = await storage.put(BIG)
    bucket.seconds_between_pieces = 0.2  # 4.6 s in total
    assert await storage.get(key) == BIG
