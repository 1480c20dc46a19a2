"""Sends what handlers have answered: each chat's answers in their order, and no chat waits for another.

Telegram takes about one message a second in a chat: who sends ten texts at once gets ten cards in ten
seconds, while the pastes are there at once.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.methods import TelegramMethod
from aiogram.types import Message

from bot.shown import CardIn, ShownCards
from bot.uploads import Upload

# Less than what a supervisor grants before it kills.
_WAITED_FOR: Final = 7.0  # seconds
_log = structlog.get_logger(__name__)

Answer = TelegramMethod[Any] | CardIn | Upload


def answers_in(result: Any) -> list[Answer]:
    """What nobody handled is aiogram's UNHANDLED, and is no answer."""
    results = result if isinstance(result, list) else [result]
    return [answer for answer in results if isinstance(answer, TelegramMethod | CardIn | Upload)]


class Outgoing:
    def __init__(self, shown: ShownCards) -> None:
        self._shown = shown
        self._latest: dict[int, asyncio.Task[None]] = {}

    def post(self, bot: Bot, chat: int, answers: Sequence[Answer]) -> None:
        """Returns at once; what is posted for a chat later is sent later."""
        task = asyncio.create_task(self._send(bot, answers, self._latest.get(chat)))
        self._latest[chat] = task
        task.add_done_callback(lambda done: self._forget(chat, done))

    async def finish(self) -> None:
        """Waits for what is still to be sent, though not for ever."""
        if self._latest:
            await asyncio.wait(self._latest.values(), timeout=_WAITED_FOR)

    def _forget(self, chat: int, done: asyncio.Task[None]) -> None:
        if self._latest.get(chat) is done:
            del self._latest[chat]

    async def _send(self, bot: Bot, answers: Sequence[Answer], before: asyncio.Task[None] | None) -> None:
        if before:
            await asyncio.wait([before])
        for answer in answers:
            try:
                await self._give(bot, answer)
            except TelegramAPIError as refusal:
                # What was done stays done, also where the answer cannot arrive (a chat blocked, a card gone).
                _log.warning("answer refused", method=type(answer).__name__, refusal=str(refusal))

    async def _give(self, bot: Bot, answer: Answer) -> None:
        if isinstance(answer, CardIn):
            await self._show(bot, answer)
        elif isinstance(answer, Upload):
            await answer.send(bot)
        else:
            await bot(answer)

    async def _show(self, bot: Bot, card: CardIn) -> None:
        """In place of the card that is there, else as a new message."""
        place = card.message_id or (card.in_place and await self._shown.message_of(card.chat_id, card.post))
        if place:
            try:
                await bot(card.edited(place))
            except TelegramBadRequest as refusal:
                if "not modified" not in refusal.message:
                    _log.info("no card to change", refusal=str(refusal))
                    place = None
        if not place:
            sent: Message = await bot(card.sent())
            place = sent.message_id
        if card.post is not None:
            await self._shown.remember(card.chat_id, card.post, place)
