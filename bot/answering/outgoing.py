"""Sends what handlers have answered: each chat's answers in their order, and no chat waits for another.

Telegram takes about one message a second in a chat: who sends ten texts at once gets ten cards in ten
seconds, while the pastes are there at once.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, EditMessageText
from aiogram.types import Message

from bot.answering.answers import Answer
from bot.answering.debts import Debts
from bot.answering.owed import Owed
from bot.answering.screens import Screens
from bot.answering.uploads import Upload
from bot.cards.shown import CardIn, ShownCards
from notifier.telegram import asked_to_wait, is_passing

# Less than what a supervisor grants before it kills.
_WAITED_FOR: Final = 7.0  # seconds
_log = structlog.get_logger(__name__)


class Outgoing:
    def __init__(self, shown: ShownCards, screens: Screens, debts: Debts) -> None:
        self._shown = shown
        self._screens = screens
        self._debts = debts
        self._latest: dict[int, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def post(self, bot: Bot, chat: int, answers: Sequence[Answer | Owed]) -> None:
        """Returns at once; what is posted for a chat later is sent later."""
        for answer in answers:
            if isinstance(answer, Owed):
                self._debts.hold(answer)
            elif isinstance(answer, AnswerCallbackQuery):
                self._say_at_once(bot, answer)
        task = asyncio.create_task(self._send(bot, answers, self._latest.get(chat)))
        self._latest[chat] = task
        self._keep(task)
        task.add_done_callback(lambda done: self._forget(chat, done))

    def _say_at_once(self, bot: Bot, answer: AnswerCallbackQuery) -> None:
        """It is no message, so Telegram does not count it; and is too late after 15 seconds."""
        self._keep(asyncio.create_task(self._say(bot, answer)))

    def _keep(self, task: asyncio.Task[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Waits for what is still to be sent, though not for ever: the rest is for the next start."""
        waiting = list(self._tasks)
        if waiting:
            await asyncio.wait(waiting, timeout=_WAITED_FOR)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await self._debts.give_up()

    def _forget(self, chat: int, done: asyncio.Task[None]) -> None:
        if self._latest.get(chat) is done:
            del self._latest[chat]

    async def _send(
        self, bot: Bot, answers: Sequence[Answer | Owed], before: asyncio.Task[None] | None
    ) -> None:
        if before:
            await asyncio.wait([before])
        for answer in answers:
            if isinstance(answer, Owed):
                await self._pay(bot, answer)
            elif not isinstance(answer, AnswerCallbackQuery):
                await self._say(bot, answer)

    async def _pay(self, bot: Bot, owed: Owed) -> None:
        refusal = await self._say(bot, owed.answer)
        if refusal and is_passing(refusal):
            await self._debts.put_off(owed, asked_to_wait(refusal))
        else:
            await self._debts.settle(owed)

    async def _say(self, bot: Bot, answer: Answer) -> TelegramAPIError | None:
        """What Telegram has against it, if anything."""
        try:
            await self._give(bot, answer)
        except ClientDecodeError as unreadable:  # it is said, but aiogram does not understand the receipt
            _log.error("receipt not understood", exc_info=unreadable)
        except TelegramAPIError as refusal:
            # What was done stays done, also where the answer cannot arrive (a chat blocked, a card gone).
            _log.warning("answer refused", method=type(answer).__name__, refusal=str(refusal))
            return refusal
        return None

    async def _give(self, bot: Bot, answer: Answer) -> None:
        match answer:
            case CardIn():
                await self._show(bot, answer)
            case Upload():
                await answer.send(bot)
            case EditMessageText(chat_id=int(), message_id=int()):
                await self._change(bot, answer)
            case _:
                await bot(answer)

    async def _change(self, bot: Bot, edit: EditMessageText) -> None:
        """Raises TelegramBadRequest where the message is gone."""
        chat, message = int(edit.chat_id or 0), edit.message_id or 0
        if await self._screens.shows(chat, message, edit.text, edit.reply_markup):
            return
        try:
            await bot(edit)
        except TelegramBadRequest as refusal:
            if "not modified" not in refusal.message:
                raise
        await self._screens.note(chat, message, edit.text, edit.reply_markup)

    async def _show(self, bot: Bot, card: CardIn) -> None:
        """In place of the card that is there, else as a new message."""
        place = card.message_id or (card.in_place and await self._shown.message_of(card.chat_id, card.post))
        if place:
            try:
                await self._change(bot, card.edited(place))
            except TelegramBadRequest as refusal:
                _log.info("no card to change", refusal=str(refusal))
                place = None
        if not place:
            sent: Message = await bot(card.sent())
            place = sent.message_id
        if card.post is not None:
            await self._shown.remember(card.chat_id, card.post, place)
