"""The words that somebody searches for: too long for a button, which carries a key of them instead."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from redis.asyncio import Redis

from auth.models import UserId
from kernel.personal_keys import of_user, track_keys

_REMEMBERED: Final = timedelta(days=7)
_LONGEST: Final = 200  # characters


@dataclass(frozen=True, slots=True)
class Searches:
    redis: Redis

    async def remember(self, user: UserId, words: str) -> str:
        """The key of these words: at most eight hexadecimal digits."""
        words = " ".join(words.split())[:_LONGEST]
        key = sha256(words.encode()).hexdigest()[:8]
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.set(_place(user, key), words, ex=_REMEMBERED)
            track_keys(pipe, of_user(user), _REMEMBERED, _place(user, key))
            await pipe.execute()
        return key

    async def words(self, user: UserId, key: str) -> str:
        """Empty for no key, and for one that is forgotten: then all is listed."""
        found = await self.redis.get(_place(user, key)) if key else None
        return found.decode() if found else ""


def _place(user: UserId, key: str) -> str:
    return f"bot:search:{user}:{key}"
