"""One-time codes of six digits: each ends after ten minutes, when it is used, or after five wrong tries."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from redis.asyncio import Redis

from auth.errors import CodeExpired, TooManyTries, WrongCode
from auth.models import UserId
from auth.rate_limits import RateLimit

LIFETIME_SECONDS: Final = 600
TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class OneTimeCodes:
    """The one-time codes of accounts, at most one for each.

    Redis stores a keyed hash: a plain hash of six digits could be reversed by hashing all of them.
    """

    redis: Redis
    secret: bytes
    tries: int = TRIES

    async def issue(self, user: UserId) -> str:
        """Return a new code, which replaces an older one of the same user and has all of its tries."""
        code = f"{secrets.randbelow(10**6):06}"
        await self.redis.set(self._key(user), self._hash(user, code), ex=LIFETIME_SECONDS)
        await self._rate_limit.reset(user)
        return code

    async def redeem(self, user: UserId, code: str) -> None:
        """Check what the person typed, of which only the digits count, and end the code if it is right.

        Of two simultaneous calls only one succeeds. Raises WrongCode, or CodeExpired where the user has no
        code, or this was the last wrong try.
        """
        stored = await self.redis.get(self._key(user))
        if stored is None:
            raise CodeExpired
        tries_left = await self._count_try(user)
        if not hmac.compare_digest(stored, self._hash(user, code)):
            raise WrongCode(tries_left) if tries_left else await self._deleted(user)
        if not await self.redis.delete(self._key(user)):
            raise CodeExpired

    async def delete(self, user: UserId) -> None:
        """Delete the user's code, if there is one, and the count of its tries."""
        await self.redis.delete(self._key(user))
        await self._rate_limit.reset(user)

    async def _count_try(self, user: UserId) -> int:
        try:
            return await self._rate_limit.take(user)
        except TooManyTries:
            raise await self._deleted(user) from None

    async def _deleted(self, user: UserId) -> CodeExpired:
        """Delete the code, and return the error to raise."""
        await self.redis.delete(self._key(user))
        return CodeExpired()

    @property
    def _rate_limit(self) -> RateLimit:
        return RateLimit(self.redis, "code", self.tries, LIFETIME_SECONDS)

    def _hash(self, user: UserId, code: str) -> bytes:
        digits = "".join(filter(str.isdigit, code))
        return hmac.digest(self.secret, f"{user}:{digits}".encode(), hashlib.sha256)

    def _key(self, user: UserId) -> str:
        return f"auth:code:{user}"
