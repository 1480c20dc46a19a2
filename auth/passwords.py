"""Passwords, kept as Argon2id hashes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Final

from passlib.hash import argon2

from auth.errors import HashingBusy, PasswordTooLong, PasswordTooShort

# NIST SP 800-63B: at least 8 characters; the upper bound only keeps hashing cheap.
SHORTEST: Final = 8
LONGEST: Final = 256

# passlib loads it at the first hash otherwise, and not twice at once.
argon2.get_backend()  # type: ignore[no-untyped-call]

# A hash takes 64 MiB and a core for a moment: more at once would starve the chat.
_AT_ONCE: Final = 2
# They wait for some seconds then; nobody should for longer.
_MOST_WAITING: Final = 50


@cache
def _rooms() -> asyncio.Semaphore:
    return asyncio.Semaphore(_MOST_WAITING)


@cache
def _places() -> asyncio.Semaphore:
    return asyncio.Semaphore(_AT_ONCE)


@asynccontextmanager
async def room_to_hash() -> AsyncIterator[None]:
    """A place in the queue for hashing. Raises HashingBusy where too many wait."""
    if _rooms().locked():
        raise HashingBusy
    async with _rooms():
        yield


async def hash_password(password: str) -> str:
    """Raises PasswordTooShort or PasswordTooLong (in characters)."""
    if len(password) < SHORTEST:
        raise PasswordTooShort(SHORTEST)
    if len(password) > LONGEST:
        raise PasswordTooLong(LONGEST)
    async with _places():
        return str(await asyncio.to_thread(argon2.hash, password))


async def password_matches(password: str, hashed: str) -> bool:
    if len(password) > LONGEST:
        return False
    async with _places():
        return bool(await asyncio.to_thread(argon2.verify, password, hashed))
