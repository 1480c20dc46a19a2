"""One transaction per update: services for the handler before, its answers after the commit."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog
from aiogram import BaseMiddleware
from aiogram.methods import TelegramMethod
from aiogram.types import TelegramObject

from auth.wiring import account_service
from bot.answering import Outgoing
from bot.house import House
from bot.registration import Registration
from kernel.database import is_connection_lost
from kernel.transaction import Jobs, transaction
from notifier.wiring import subscription_service
from posts.wiring import post_service

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

# A restart of Postgres takes a few seconds: rather answer late than not at all.
_WAITS: Final = (0.1, 0.3, 1.0, 2.0, 4.0, 8.0)  # seconds
_log = structlog.get_logger(__name__)


class TransactionMiddleware(BaseMiddleware):
    def __init__(self, house: House) -> None:
        self._house = house

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> None:
        result = await self._patiently(handler, event, data)
        # What nobody handled is aiogram's UNHANDLED, and is no answer.
        results = result if isinstance(result, list) else [result]
        answers = [answer for answer in results if isinstance(answer, TelegramMethod)]
        if answers:
            outgoing: Outgoing = data["outgoing"]
            outgoing.post(data["bot"], data["event_from_user"].id, answers)

    async def _patiently(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        for wait in _WAITS:
            try:
                return await self._once(handler, event, data)
            except Exception as fault:
                if not is_connection_lost(fault):
                    raise
                _log.warning("no database, trying again", wait=wait, fault=str(fault))
            await asyncio.sleep(wait)
        return await self._once(handler, event, data)

    async def _once(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        house, jobs = self._house, Jobs()
        async with house.sessions() as session, transaction(session, jobs):
            accounts = account_service(session, house.redis, house.secrets)
            posts = post_service(session, house.redis, house.storage, jobs)
            subscriptions = subscription_service(session, accounts)
            data.update(accounts=accounts, posts=posts, subscriptions=subscriptions)
            data.update(registration=Registration(accounts, posts, subscriptions))
            data.update(jobs=jobs)
            return await handler(event, data)
