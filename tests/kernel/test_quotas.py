"""Quotas: so much in a time for everybody, counted exactly."""

import asyncio

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from kernel.quotas import Quota, QuotaExceeded
from kernel.redis import connect_redis


@pytest.fixture
def quota(redis: Redis) -> Quota:
    """Ten a minute."""
    return Quota(redis, "tests:quota", limit=10, window=60)


async def refused_for(quota: Quota, amount: int = 1, subject: str = "alice") -> int:
    with pytest.raises(QuotaExceeded) as exceeded:
        await quota.take(subject, amount)
    return exceeded.value.seconds


async def test_it_tells_how_much_is_left(quota: Quota) -> None:
    assert [await quota.take("alice", amount) for amount in (1, 5, 4)] == [9, 4, 0]


async def test_what_is_more_than_is_left_is_refused_and_costs_nothing(quota: Quota) -> None:
    await quota.take("alice", 7)
    for _ in range(3):
        assert 30 < await refused_for(quota, 4) <= 60
    assert await quota.take("alice", 3) == 0
    await refused_for(quota)


async def test_how_long_to_wait_is_told_and_costs_nothing(quota: Quota) -> None:
    assert await quota.seconds_until("alice", 10) == 0
    await quota.take("alice", 7)
    assert await quota.seconds_until("alice", 3) == 0
    assert 30 < await quota.seconds_until("alice", 4) <= 60
    assert await quota.seconds_until("bob", 4) == 0
    assert await quota.take("alice", 3) == 0


async def test_what_is_more_than_there_ever_is_is_refused(quota: Quota, redis: Redis) -> None:
    assert await refused_for(quota, 11) == 1
    assert await redis.keys("*") == []
    assert await quota.take("alice", 10) == 0


async def test_at_once_no_more_is_taken_than_there_is(quota: Quota) -> None:
    outcomes = await asyncio.gather(*(quota.take("alice", 3) for _ in range(20)), return_exceptions=True)
    assert sorted(outcome for outcome in outcomes if isinstance(outcome, int)) == [1, 4, 7]
    assert sum(isinstance(outcome, QuotaExceeded) for outcome in outcomes) == 17


async def test_subjects_and_names_count_apart(quota: Quota, redis: Redis) -> None:
    await quota.take("alice", 10)
    assert await quota.take("bob") == 9
    assert await quota.take(1) == 9
    assert await Quota(redis, "tests:other", 10, 60).take("alice") == 9


async def test_the_window_begins_with_the_first_and_no_other_makes_it_longer(
    quota: Quota, redis: Redis
) -> None:
    await quota.take("alice", 9)
    (key,) = await redis.keys("*")
    assert 30 < await redis.ttl(key) <= 60
    await redis.expire(key, 20)
    await quota.take("alice")
    assert await refused_for(quota) <= 20
    assert await redis.ttl(key) <= 20


async def test_when_the_window_ends_there_is_all_again(quota: Quota, redis: Redis) -> None:
    await quota.take("alice", 10)
    (key,) = await redis.keys("*")
    await redis.pexpire(key, 0)
    assert await quota.take("alice") == 9
    assert 30 < await redis.ttl(key) <= 60


async def test_a_part_of_a_second_is_a_second_to_wait(quota: Quota, redis: Redis) -> None:
    await quota.take("alice", 10)
    (key,) = await redis.keys("*")
    await redis.pexpire(key, 10_400)
    assert await refused_for(quota) == 11


async def test_a_count_that_lost_its_end_gets_one(quota: Quota, redis: Redis) -> None:
    await quota.take("alice", 5)
    (key,) = await redis.keys("*")
    await redis.persist(key)
    await quota.take("alice")
    assert 30 < await redis.ttl(key) <= 60


async def test_what_is_forgiven_was_not_taken(quota: Quota) -> None:
    await quota.take("alice", 10)
    await quota.take("bob", 10)
    await quota.reset("alice")
    assert await quota.take("alice") == 9
    await refused_for(quota, subject="bob")


async def test_what_is_given_back_can_be_taken_again(quota: Quota) -> None:
    await quota.take("alice", 10)
    await quota.refund("alice", 2)
    assert await quota.take("alice", 2) == 0
    await refused_for(quota)


async def test_what_is_given_back_too_late_makes_nobody_richer(quota: Quota, redis: Redis) -> None:
    await quota.refund("alice", 5)
    assert await redis.keys("*") == []
    assert await quota.take("alice") == 9


async def test_without_redis_somebody_else_has_to_decide() -> None:
    nowhere = connect_redis("redis://127.0.0.1:1/0")
    with pytest.raises(RedisError):
        await Quota(nowhere, "tests:quota", 10, 60).take("alice")
    await nowhere.aclose()


async def test_a_redis_that_forgot_its_scripts_learns_them_again(quota: Quota, redis: Redis) -> None:
    await quota.take("alice")
    await redis.script_flush()
    assert await quota.take("alice") == 8
