"""Takes up what was gathered in a chat, once nothing more of it comes.

Whichever process is first takes it. The one that got the last message looks after a second; all of them look
around now and then, for what a process that was stopped has left behind.
"""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Message, User
from redis.exceptions import RedisError

from auth.models import TelegramId
from bot.answering.answers import Answer
from bot.answering.lookout import Lookout
from bot.answering.outgoing import Outgoing
from bot.answering.owed import Owed, owe
from bot.cards.shown import ShownCards
from bot.house import House
from bot.middlewares.working import at_work
from bot.services import Acquaintance, Services, meet, open_services
from bot.taking.pieces import message_of
from bot.taking.submission import Submission
from kernel.database import is_connection_lost
from posts.gathering import QUIET, Piece

# A little more than Postgres asks for: its clock need not be ours.
_AFTER: Final = QUIET.total_seconds() + 0.02
# At a start Telegram first delivers the rest of what was under way at the stop.
_AT_THE_START: Final = 2.0  # seconds
_TRIED_AGAIN: Final = timedelta(minutes=10)
_log = structlog.get_logger(__name__)


class Gatherer:
    def __init__(self, house: House, outgoing: Outgoing, shown: ShownCards, dispatcher: Dispatcher) -> None:
        self._house = house
        self._outgoing = outgoing
        self._shown = shown
        self._dispatcher = dispatcher
        self._timers: dict[int, asyncio.TimerHandle] = {}
        self._lookout = Lookout(self._take_up_all, first_after=_AT_THE_START)
        self._working: set[asyncio.Task[None]] = set()

    async def expect(self, bot: Bot, chat: int) -> None:
        """Something of a chat waits from now on."""
        self._look_later(bot, chat)

    async def look_around(self, bot: Bot) -> None:
        """From now on."""
        await self._lookout.begin(bot)

    async def finish(self) -> None:
        """What is under way is finished; what still waits is taken up after the next start."""
        await self._lookout.end()
        self._look_no_more()
        await asyncio.gather(*self._working)
        # What could not be taken up would be tried again.
        self._look_no_more()

    def _look_no_more(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def _look_later(self, bot: Bot, chat: int) -> None:
        if earlier := self._timers.get(chat):
            earlier.cancel()
        self._timers[chat] = asyncio.get_running_loop().call_later(_AFTER, self._look, bot, chat)

    def _look(self, bot: Bot, chat: int) -> None:
        self._timers.pop(chat, None)
        task = asyncio.create_task(self._take_up(bot, chat))
        # asyncio itself holds a task only weakly.
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    async def _take_up_all(self, bot: Bot) -> None:
        async with open_services(self._house) as services:
            due = await services.gathering.due(bot.id)
        for chat in due:
            self._look(bot, chat)

    async def _take_up(self, bot: Bot, chat: int) -> None:
        """Whatever goes wrong, nothing is lost: the transaction puts all of it back."""
        try:
            async with at_work(bot, chat):
                answers = await self._answers(bot, chat)
        except Exception as fault:
            if is_connection_lost(fault) or isinstance(fault, RedisError):
                _log.warning("gathered texts wait", fault=repr(fault))
                self._look_later(bot, chat)
            else:
                await self._fail(bot, chat, fault)
            return
        if answers:
            self._outgoing.post(bot, chat, answers)

    async def _answers(self, bot: Bot, chat: int) -> list[Answer | Owed]:
        async with open_services(self._house) as services:
            pieces = await services.gathering.take(bot.id, chat)
            if pieces is None:
                self._look_later(bot, chat)
            if not pieces:
                return []
            messages = [message_of(piece, bot) for piece in pieces]
            answers = await self._submitted(services, bot, chat, pieces, messages)
            return await owe(answers, bot.id, messages[0], services.owed_answers)

    async def _submitted(
        self, services: Services, bot: Bot, chat: int, pieces: Sequence[Piece], messages: Sequence[Message]
    ) -> list[Answer]:
        person, known = await self._meet(services, messages[0])
        state = self._dispatcher.fsm.get_context(bot, chat, person.id)
        submission = Submission(services, known.user, person, known.cards, bot, state, self._shown)
        purposes = {piece.origin.message_id: piece.purpose for piece in pieces}
        return await submission.take(messages, purposes)

    async def _fail(self, bot: Bot, chat: int, fault: Exception) -> None:
        reference = secrets.token_hex(4)
        _log.error("gathered texts not published", reference=reference, exc_info=fault)
        try:
            answers = await self._put_off(bot, chat, reference)
        except Exception as another:
            _log.warning("gathered texts wait", fault=repr(another))
        else:
            self._outgoing.post(bot, chat, answers)

    async def _put_off(self, bot: Bot, chat: int, reference: str) -> list[Answer]:
        async with open_services(self._house) as services:
            postponed = await services.gathering.postpone(bot.id, chat, _TRIED_AGAIN)
            messages = [message_of(piece, bot) for piece in postponed]
            # Once is enough: what is older was told of at the last try.
            new = [message for message in messages if datetime.now(UTC) - message.date < _TRIED_AGAIN]
            if not new:
                return []
            _, known = await self._meet(services, new[0])
        minutes = _TRIED_AGAIN.seconds // 60
        return [new[0].answer(known.words("gathering.failed", reference=reference, count=minutes))]

    async def _meet(self, services: Services, message: Message) -> tuple[User, Acquaintance]:
        person = message.from_user
        if person is None:
            raise ValueError("a private chat without a person")
        return person, await meet(services, self._house, TelegramId(person.id), person.language_code)
