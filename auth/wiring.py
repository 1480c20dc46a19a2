"""Builds the service from a session."""

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from auth.codes import OneTimeCodes
from auth.repository import AccountRepository
from auth.service import AccountService
from auth.tries import FROM_A_CHAT, Limits
from kernel.settings import SecretSettings


def account_service(
    session: AsyncSession, redis: Redis, settings: SecretSettings, failed_tries: int = FROM_A_CHAT
) -> AccountService:
    codes = OneTimeCodes(redis, settings.secret_key.get_secret_value().encode(), failed_tries)
    return AccountService(AccountRepository(session), codes, Limits(redis, failed_tries), redis)
