"""Redis holds only what can be lost: where it is full, nothing that people send is."""

import pytest
from redis.exceptions import RedisError, ResponseError

from kernel.redis import is_redis_unavailable
from tests.bot.conftest import pasted
from tests.full_redis import full


async def test_pasting_works_with_a_full_redis(alice, redis):
    async with full(redis):
        await pasted(alice, "while it is full")
        await alice.says("/my")
        await alice.hears("while it is full")
    await pasted(alice, "afterwards")


async def test_a_full_redis_is_an_outage_and_a_wrong_command_is_none(redis):
    async with full(redis):
        with pytest.raises(RedisError) as refused:
            await redis.set("key", "value")
    assert is_redis_unavailable(refused.value)
    await redis.set("key", "value")
    with pytest.raises(ResponseError) as wrong:
        await redis.lpush("key", "value")
    assert not is_redis_unavailable(wrong.value)
