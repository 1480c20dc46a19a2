"""Quotas: amounts per time window and subject, counted exactly."""

import asyncio

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from kernel.quotas import Quota, QuotaExceeded
from kernel.redis import connect_redis


@pytest.fixture
def quota(redis: Redis) -> Quota:
    """A quota of ten a minute."""
    return Quota(redis, "tests:quota", limit=10, window=60)


async def refused_for(quota: Quota, amount: int = 1, subject: str = "alice") -> int:
    with pytest.raises(QuotaExceeded) as exceeded:
        await quota.take(subject, amount)
    return exceeded.value.seconds


async def test_take_returns_how_much_is_left(quota: Quota) -> None:
    assert [await quota.take("alice", amount) for amount in (1, 5, 4)] == [9, 4, 0]


async def test_an_amount_above_what_is_left_is_refused_and_not_counted(quota: Quota) -> None:
    await quota.take("alice", 7)
    for _ in range(3):
        assert 30 < await refused_for(quota, 4) <= 60
    assert await quota.take("alice", 3) == 0
    await refused_for(quota)


async def test_the_seconds_until_an_amount_is_left_are_returned_without_counting_it(quota: Quota) -> None:
    assert await quota.seconds_until("alice", 10) == 0
    await quota.take("alice", 7)
    assert await quota.seconds_until("alice", 3) == 0
    assert 30 < await quota.seconds_until("alice", 4) <= 60
    assert await quota.seconds_until("bob", 4) == 0
    assert await quota.take("alice", 3) == 0


async def test_an_amount_above_the_limit_is_refused(quota: Quota, redis: Redis) -> None:
    assert await refused_for(quota, 11) == 1
    assert await redis.keys("*") == []
    assert await quota.take("alice", 10) == 0


async def test_parallel_takes_do_not_exceed_the_limit(quota: Quota) -> None:
    outcomes = await asyncio.gather(*(quota.take("alice", 3) for _ in range(20)), return_exceptions=True)
    assert sorted(outcome for outcome in outcomes if isinstance(outcome, int)) == [1, 4, 7]
    assert sum(isinstance(outcome, QuotaExceeded) for outcome in outcomes) == 17


async def test_subjects_and_names_count_apart(quota: Quota, redis: Redis) -> None:
    await quota.take("alice", 10)
    assert await quota.take("bob") == 9
    assert await quota.take(1) == 9
    assert await Quota(redis, "tests:other", 10, 60).take("alice") == 9


async def test_the_window_begins_with_the_first_take_and_is_not_extended(quota: Quota, redis: Redis) -> None:
    await quota.take("alice", 9)
    (key,) = await redis.keys("*")
    assert 30 < await redis.ttl(key) <= 60
    await redis.expire(key, 20)
    await quota.take("alice")
    assert await refused_for(quota) <= 20
    assert await redis.ttl(key) <= 20


async def test_after_the_window_the_full_amount_is_left(quota: Quota, redis: Redis) -> None:
    await quota.take("alice", 10)
    (key,) = await redis.keys("*")
    await redis.pexpire(key, 0)
    assert await quota.take("alice") == 9
    assert 30 < await redis.ttl(key) <= 60


async def test_the_wait_is_rounded_up_to_a_second(quota: Quota, redis: Redis) -> None:
    await quota.take("alice", 10)
    (key,) = await redis.keys("*")
    await redis.pexpire(key, 10_400)
    assert await refused_for(quota) == 11


async def test_a_count_without_expiry_gets_one(quota: Quota, redis: Redis) -> None:
    await quota.take("alice", 5)
    (key,) = await redis.keys("*")
    await redis.persist(key)
    await quota.take("alice")
    assert 30 < await redis.ttl(key) <= 60


async def test_a_reset_count_is_zero(quota: Quota) -> None:
    await quota.take("alice", 10)
    await quota.take("bob", 10)
    await quota.reset("alice")
    assert await quota.take("alice") == 9
    await refused_for(quota, subject="bob")


async def test_a_refunded_amount_can_be_taken_again(quota: Quota) -> None:
    await quota.take("alice", 10)
    await quota.refund("alice", 2)
    assert await quota.take("alice", 2) == 0
    await refused_for(quota)


async def test_a_refund_after_the_window_does_not_raise_the_limit(quota: Quota, redis: Redis) -> None:
    await quota.refund("alice", 5)
    assert await redis.keys("*") == []
    assert await quota.take("alice") == 9


async def test_without_redis_the_error_of_redis_is_raised() -> None:
    nowhere = connect_redis("redis://127.0.0.1:1/0")
    with pytest.raises(RedisError):
        await Quota(nowhere, "tests:quota", 10, 60).take("alice")
    await nowhere.aclose()


async def test_scripts_are_loaded_again_after_redis_has_lost_them(quota: Quota, redis: Redis) -> None:
    await quota.take("alice")
    await redis.script_flush()
    assert await quota.take("alice") == 8
