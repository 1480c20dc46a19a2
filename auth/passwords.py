"""Passwords, stored as Argon2id hashes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Final

from passlib.hash import argon2

from auth.errors import HashingBusy, PasswordTooLong, PasswordTooShort

# NIST SP 800-63B: at least 8 characters. The upper limit only keeps hashing cheap.
MIN_LENGTH: Final = 8
MAX_LENGTH: Final = 256

# Otherwise passlib loads its backend at the first hash, which fails in two threads at once.
argon2.get_backend()  # type: ignore[no-untyped-call]

# A hash takes 64 MiB and a core for a moment: more at once would leave none for the chat.
_HASHES_AT_ONCE: Final = 2
# So many wait for a few seconds; more would wait for too long.
_QUEUE_LENGTH: Final = 50


@cache
def _queue() -> asyncio.Semaphore:
    return asyncio.Semaphore(_QUEUE_LENGTH)


@cache
def _hashing() -> asyncio.Semaphore:
    return asyncio.Semaphore(_HASHES_AT_ONCE)


@asynccontextmanager
async def hashing_slot() -> AsyncIterator[None]:
    """Reserve a place in the queue for hashing. Raises HashingBusy where the queue is full."""
    if _queue().locked():
        raise HashingBusy
    async with _queue():
        yield


async def hash_password(password: str) -> str:
    """Raises PasswordTooShort or PasswordTooLong (in characters)."""
    if len(password) < MIN_LENGTH:
        raise PasswordTooShort(MIN_LENGTH)
    if len(password) > MAX_LENGTH:
        raise PasswordTooLong(MAX_LENGTH)
    async with _hashing():
        return str(await asyncio.to_thread(argon2.hash, password))


async def password_matches(password: str, hashed: str) -> bool:
    if len(password) > MAX_LENGTH:
        return False
    async with _hashing():
        return bool(await asyncio.to_thread(argon2.verify, password, hashed))
