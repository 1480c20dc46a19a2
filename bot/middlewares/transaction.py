"""One transaction per update: services for the handler before; after the commit, its answers and what it
made of the conversation."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import fields
from typing import Any, Final

import structlog
from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.types import TelegramObject, Update

from bot.answering.answers import Answer, answers_in
from bot.answering.outgoing import Outgoing
from bot.answering.owed import Owed, owe
from bot.conversation.conversations import PendingConversations
from bot.house import House
from bot.services import open_services
from kernel.database import is_connection_lost
from kernel.errors import AppError

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

# A restart of Postgres takes a few seconds: rather answer late than not at all. Once it is there again nobody
# waits for more than a second, nor does a stop of the bot.
_WAITS: Final = (0.1, 0.3, *15 * (1.0,))  # seconds
_log = structlog.get_logger(__name__)


class TransactionMiddleware(BaseMiddleware):
    def __init__(self, house: House) -> None:
        self._house = house

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> None:
        if answers := await self._patiently(handler, event, data):
            outgoing: Outgoing = data["outgoing"]
            outgoing.post(
                data["bot"],
                data["event_chat"].id if data.get("event_chat") else data["event_from_user"].id,
                answers,
            )

    async def _patiently(
        self, handler: Handler, event: TelegramObject, data: dict[str, Any]
    ) -> list[Answer | Owed]:
        for wait in _WAITS:
            try:
                return await self._once(handler, event, data)
            except Exception as fault:
                if not is_connection_lost(fault):
                    raise
                _log.warning("no database, trying again", wait=wait, fault=str(fault))
            await asyncio.sleep(wait)
        return await self._once(handler, event, data)

    async def _once(
        self, handler: Handler, event: TelegramObject, data: dict[str, Any]
    ) -> list[Answer | Owed]:
        conversations = PendingConversations(data["fsm_storage"])
        if state := data.get("state"):
            data.update(state=FSMContext(conversations, state.key))
        try:
            answers = await self._in_transaction(handler, event, data)
        except AppError:
            # What the person is told of may have asked them something once more.
            await conversations.settle()
            raise
        await conversations.settle()
        return answers

    async def _in_transaction(
        self, handler: Handler, event: TelegramObject, data: dict[str, Any]
    ) -> list[Answer | Owed]:
        async with open_services(self._house) as services:
            data.update({field.name: getattr(services, field.name) for field in fields(services)})
            data.update(services=services)
            answers = answers_in(await handler(event, data))
            message = event.message if isinstance(event, Update) else None
            return await owe(answers, data["bot"].id, message, services.owed_answers)
