"""Computes and checks the Argon2id hashes of passwords.

At most two hashes are computed at a time in a process. Callers take a `hashing_slot` before.
"""

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

# A hash takes 64 MiB and a core for a moment: with more at a time, no core would be left for the chat.
_PARALLEL_HASHES: Final = 2
# The last of so many calls waits for a few seconds, and people do not wait for longer.
_SLOTS: Final = 50


@cache
def _slots() -> asyncio.Semaphore:
    return asyncio.Semaphore(_SLOTS)


@cache
def _cores() -> asyncio.Semaphore:
    return asyncio.Semaphore(_PARALLEL_HASHES)


@asynccontextmanager
async def hashing_slot() -> AsyncIterator[None]:
    """Take one of the process's slots for hashing. Raises HashingBusy where all are taken."""
    if _slots().locked():
        raise HashingBusy
    async with _slots():
        yield


async def hash_password(password: str) -> str:
    """Return the hash to store. Raises PasswordTooShort or PasswordTooLong, with limits in characters."""
    if len(password) < MIN_LENGTH:
        raise PasswordTooShort(MIN_LENGTH)
    if len(password) > MAX_LENGTH:
        raise PasswordTooLong(MAX_LENGTH)
    async with _cores():
        return str(await asyncio.to_thread(argon2.hash, password))


async def password_matches(password: str, hashed: str) -> bool:
    """Return whether the hash is of this password. One that is too long never matches."""
    if len(password) > MAX_LENGTH:
        return False
    async with _cores():
        return bool(await asyncio.to_thread(argon2.verify, password, hashed))
