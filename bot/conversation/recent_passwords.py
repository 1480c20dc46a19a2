"""Passwords that a chat has set lately: people send one twice, as other services ask them to.

Redis holds keyed digests. It may lose them: then a repeated password is a text like any other.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from auth.passwords import MAX_LENGTH
from kernel.personal_keys import of_chat, track_keys
from posts.titles import INVISIBLE

_REMEMBERED: Final = timedelta(minutes=10)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RecentPasswords:
    redis: Redis
    secret: bytes

    async def remember(self, chat: int, password: str) -> None:
        """Note for ten minutes that this password was set in this chat."""
        key = self._key(chat, password)
        try:
            async with self.redis.pipeline(transaction=True) as pipe:
                pipe.set(key, 1, ex=_REMEMBERED)
                track_keys(pipe, of_chat(chat), _REMEMBERED, key)
                await pipe.execute()
        except RedisError as fault:
            _log.warning("recent_passwords_unavailable", fault=str(fault))

    async def has(self, chat: int, text: str) -> bool:
        """Whether the text is such a password, whatever white space is around it."""
        if not 0 < len(text.strip(INVISIBLE)) <= MAX_LENGTH:
            return False
        try:
            return bool(await self.redis.exists(self._key(chat, text)))
        except RedisError as fault:
            _log.warning("recent_passwords_unavailable", fault=str(fault))
            return False

    def _key(self, chat: int, password: str) -> str:
        said = f"{chat}:{password.strip(INVISIBLE)}".encode("utf-8", "surrogatepass")
        return f"bot:password:{chat}:{hmac.digest(self.secret, said, hashlib.sha256).hex()}"
