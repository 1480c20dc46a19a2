"""Builds the service of accounts for one session."""

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from auth.one_time_codes import OneTimeCodes
from auth.rate_limits import TRIES_PER_CHAT, AccountRateLimits
from auth.repository import AccountRepository
from auth.service import AccountService
from kernel.settings import SecretSettings


def account_service(
    session: AsyncSession, redis: Redis, settings: SecretSettings, failed_tries: int = TRIES_PER_CHAT
) -> AccountService:
    """`failed_tries`: wrong passwords that a chat has in a quarter of an hour, and wrong tries of a code."""
    codes = OneTimeCodes(redis, settings.secret_key.get_secret_value().encode(), failed_tries)
    return AccountService(AccountRepository(session), codes, AccountRateLimits(redis, failed_tries), redis)
