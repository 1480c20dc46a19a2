"""One-time codes: six digits that live ten minutes and die by use, by age, or by five wrong tries."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from redis.asyncio import Redis

from auth.errors import CodeExpired, TooManyTries, WrongCode
from auth.models import UserId
from auth.rate_limits import Tries

LIFETIME: Final = 600  # seconds
TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class OneTimeCodes:
    """Redis holds a keyed hash: six digits alone would be found by trying all of them."""

    redis: Redis
    secret: bytes
    tries: int = TRIES

    async def issue(self, user: UserId) -> str:
        """A new code; an older one of the same person ends."""
        code = f"{secrets.randbelow(10**6):06}"
        await self.redis.set(self._key(user), self._hash(user, code), ex=LIFETIME)
        await self._tries.forgive(user)
        return code

    async def redeem(self, user: UserId, code: str) -> None:
        """Raises WrongCode or CodeExpired; of two who redeem the same code at once, one wins."""
        kept = await self.redis.get(self._key(user))
        if kept is None:
            raise CodeExpired
        left = await self._take_a_try(user)
        if not hmac.compare_digest(kept, self._hash(user, code)):
            raise WrongCode(left) if left else await self._ended(user)
        if not await self.redis.delete(self._key(user)):
            raise CodeExpired

    async def forget(self, user: UserId) -> None:
        await self.redis.delete(self._key(user))
        await self._tries.forgive(user)

    async def _take_a_try(self, user: UserId) -> int:
        try:
            return await self._tries.take(user)
        except TooManyTries:
            raise await self._ended(user) from None

    async def _ended(self, user: UserId) -> CodeExpired:
        await self.redis.delete(self._key(user))
        return CodeExpired()

    @property
    def _tries(self) -> Tries:
        return Tries(self.redis, "code", self.tries, LIFETIME)

    def _hash(self, user: UserId, code: str) -> bytes:
        digits = "".join(filter(str.isdigit, code))
        return hmac.digest(self.secret, f"{user}:{digits}".encode(), hashlib.sha256)

    def _key(self, user: UserId) -> str:
        return f"auth:code:{user}"
