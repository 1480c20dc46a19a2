"""Quotas: amounts per time window and subject, counted exactly."""

import asyncio

import pytest
from redis.exceptions import RedisError

from kernel.quotas import Quota, QuotaExceeded
from kernel.redis import connect_redis


@pytest.fixture
def quota(redis):
    """A quota of ten a minute."""
    return Quota(redis, "tests:quota", limit=10, window=60)


async def refused_for(quota, amount=1, subject="alice"):
    with pytest.raises(QuotaExceeded) as exceeded:
        await quota.take(subject, amount)
    return exceeded.value.seconds


async def key_of(redis):
    (key,) = await redis.keys("*")
    return key


async def test_an_amount_above_the_rest_is_refused_and_not_counted(quota, redis):
    assert await refused_for(quota, 11) == 1
    assert await redis.keys("*") == []
    assert [await quota.take("alice", amount) for amount in (1, 5, 1)] == [9, 4, 3]
    for _ in range(3):
        assert 30 < await refused_for(quota, 4) <= 60
    assert await quota.take("alice", 3) == 0
    await refused_for(quota)


async def test_the_seconds_until_an_amount_is_left_are_returned_without_counting_it(quota):
    assert await quota.seconds_until("alice", 10) == 0
    await quota.take("alice", 7)
    assert await quota.seconds_until("alice", 3) == 0
    assert 30 < await quota.seconds_until("alice", 4) <= 60
    assert await quota.seconds_until("bob", 4) == 0
    assert await quota.take("alice", 3) == 0


async def test_parallel_takes_do_not_exceed_the_limit(quota):
    outcomes = await asyncio.gather(*(quota.take("alice", 3) for _ in range(20)), return_exceptions=True)
    assert sorted(outcome for outcome in outcomes if isinstance(outcome, int)) == [1, 4, 7]
    assert sum(isinstance(outcome, QuotaExceeded) for outcome in outcomes) == 17


async def test_subjects_and_names_count_apart(quota, redis):
    await quota.take("alice", 10)
    assert await quota.take("bob") == 9
    assert await quota.take(1) == 9
    assert await Quota(redis, "tests:other", 10, 60).take("alice") == 9


async def test_the_window_begins_with_the_first_take_and_is_not_extended(quota, redis):
    await quota.take("alice", 9)
    key = await key_of(redis)
    assert 30 < await redis.ttl(key) <= 60
    await redis.expire(key, 20)
    await quota.take("alice")
    assert await refused_for(quota) <= 20
    assert await redis.ttl(key) <= 20
    await redis.pexpire(key, 10_400)
    assert await refused_for(quota) == 11, "the wait is rounded up to a second"
    await redis.pexpire(key, 0)
    assert await quota.take("alice") == 9
    assert 30 < await redis.ttl(key) <= 60


async def test_a_count_without_expiry_gets_one(quota, redis):
    await quota.take("alice", 5)
    key = await key_of(redis)
    await redis.persist(key)
    await quota.take("alice")
    assert 30 < await redis.ttl(key) <= 60


async def test_a_reset_count_is_zero(quota):
    await quota.take("alice", 10)
    await quota.take("bob", 10)
    await quota.reset("alice")
    assert await quota.take("alice") == 9
    await refused_for(quota, subject="bob")


async def test_a_refunded_amount_can_be_taken_again_in_the_same_window_only(quota, redis):
    await quota.refund("alice", 5)
    assert await redis.keys("*") == []
    assert await quota.take("alice", 10) == 0
    await quota.refund("alice", 2)
    assert await quota.take("alice", 2) == 0
    await refused_for(quota)


async def test_without_redis_the_error_of_redis_is_raised():
    async with connect_redis("redis://127.0.0.1:1/0") as nowhere:
        with pytest.raises(RedisError):
            await Quota(nowhere, "tests:quota", 10, 60).take("alice")


async def test_scripts_are_loaded_again_after_redis_has_lost_them(quota, redis):
    await quota.take("alice")
    await redis.script_flush()
    assert await quota.take("alice") == 8
