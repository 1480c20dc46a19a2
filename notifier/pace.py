"""How fast alerts may leave: one pace for all workers together, kept in Redis."""

import asyncio
import time
from datetime import timedelta
from typing import Final

from redis.asyncio import Redis

# Telegram Bot API, FAQ: about 30 messages a second overall. The rest is left for the bot's own answers.
A_SECOND: Final = 25
_PAUSE: Final = "notifier:pause"


class Pace:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def take_turn(self) -> None:
        """Returns when one more message may be sent."""
        while True:
            now = time.time()
            turn = f"notifier:second:{int(now)}"
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.incr(turn)
                pipe.expire(turn, 5)
                taken, _ = await pipe.execute()
            if taken <= A_SECOND:
                return
            await asyncio.sleep(int(now) + 1 - now)

    async def pause(self, length: timedelta) -> None:
        """Telegram asked to wait: nobody sends an alert before."""
        await self._redis.set(_PAUSE, 1, px=length)

    async def is_paused(self) -> bool:
        return bool(await self._redis.exists(_PAUSE))
