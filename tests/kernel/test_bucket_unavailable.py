"""Buckets that are silent, refuse or are slow: calls time out, and the circuit breaker opens."""

import asyncio
from datetime import timedelta

import pytest

from kernel.database import is_connection_lost
from kernel.storage import ContentKey, Storage, StorageUnavailable, is_storage_unavailable
from local.ports import free_port
from tests.bucket import running_bucket
from tests.patience import PATIENCE

BUDGET = 0.3  # seconds
KEY = ContentKey("00/00000000000000000000000000000000")
BIG = bytes(range(256)) * 4096 * 6  # 6 MiB
CALLS = (
    lambda storage: storage.put(b"text"),
    lambda storage: storage.get(KEY),
    lambda storage: anext(storage.stream(KEY, 0, 4)),
    lambda storage: storage.size(KEY),
    lambda storage: storage.delete(KEY),
    lambda storage: anext(storage.keys_older_than(timedelta())),
    lambda storage: storage.check_reading(),
)


@pytest.fixture
async def bucket(monkeypatch):
    async with running_bucket(monkeypatch) as bucket:
        yield bucket


@pytest.fixture
def distant(bucket):
    return Storage(bucket.url, BUDGET)


@pytest.fixture
def patient(bucket):
    """A storage with a long time limit: on a busy machine, even a fast answer may be late."""
    return Storage(bucket.url, PATIENCE)


async def fails_as_unavailable(call):
    """Check that the call fails long before obstore's own retries end, which take three minutes."""
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(StorageUnavailable) as caught:
            await call
    assert is_storage_unavailable(caught.value)
    assert not is_connection_lost(caught.value)
    return str(caught.value)


async def test_a_bucket_keeps_what_is_put_into_it(bucket, patient):
    for content in (b"", b"text", BIG):
        key = await patient.put(content)
        assert await patient.get(key) == content
        assert await patient.size(key) == len(content)
        assert b"".join([piece async for piece in patient.stream(key, 0, len(content))]) == content
    assert {key async for keys in patient.keys_older_than(timedelta()) for key in keys} == set(bucket.files)
    await patient.delete(key)
    await patient.check_reading()
    await patient.check_writing()


@pytest.mark.parametrize(
    ("trouble", "words"), [("silent", "no response"), ("refusing", "503"), ("closed", "")]
)
async def test_every_call_fails_as_unavailable(bucket, monkeypatch, trouble, words):
    budget = PATIENCE if trouble == "refusing" else BUDGET
    if trouble == "silent":
        bucket.falls_silent()
    elif trouble == "refusing":
        bucket.always_refuses = 503
    else:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    # Each has a circuit breaker of its own.
    calls = [fails_as_unavailable(call(Storage(bucket.url, budget))) for call in CALLS]
    assert all(words in said for said in await asyncio.gather(*calls))


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_a_transient_fault_is_not_noticed(bucket, patient, status):
    bucket.refusals = [status, status]
    key = await patient.put(b"text")
    assert bucket.requests == 3
    bucket.refusals = [status, status]
    assert await patient.get(key) == b"text"


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_refused_credentials_and_a_missing_bucket_are_unavailable_without_a_retry(
    bucket, patient, status
):
    bucket.always_refuses = status
    await fails_as_unavailable(patient.put(b"text"))
    assert bucket.requests == 1


async def test_a_missing_or_truncated_file_does_not_count_as_a_failure_of_the_store(bucket, patient):
    for _ in range(10):
        with pytest.raises(FileNotFoundError):
            await patient.get(KEY)
    assert bucket.requests == 10
    key = await patient.put(b"short")
    with pytest.raises(OSError, match="range") as caught:
        await anext(patient.stream(key, 0, 10))
    assert not is_storage_unavailable(caught.value)


async def test_a_store_that_fails_repeatedly_is_not_called_until_a_trial_succeeds(bucket, distant):
    bucket.falls_silent()
    for _ in range(3):
        assert "no response" in await fails_as_unavailable(distant.get(KEY))
    said, asked = "", 0
    async with asyncio.timeout(PATIENCE):
        # One more call is made if the machine was so slow that the breaker became half-open.
        while "in a moment" not in said:
            asked = bucket.requests
            said = await fails_as_unavailable(distant.get(KEY))
        assert bucket.requests == asked
        # Nor is it written to, although its writes have not failed.
        while not await refuses_to_be_written_to(distant):
            await fails_as_unavailable(distant.get(KEY))
    bucket.comes_back()
    await until_answered(distant)


async def refuses_to_be_written_to(storage):
    try:
        await storage.check_writing()
    except StorageUnavailable as fault:
        return "in a moment" in str(fault)
    return False


async def until_answered(storage):
    """Wait until the store answers again that the file is missing."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await storage.get(KEY)
            except FileNotFoundError:
                return
            except StorageUnavailable:
                await asyncio.sleep(0.05)


async def test_a_large_file_may_arrive_slowly(bucket):
    storage = Storage(bucket.url, budget=2)
    key = await storage.put(BIG)
    bucket.seconds_between_pieces = 0.1  # 2.3 s in total
    assert await storage.get(key) == BIG
