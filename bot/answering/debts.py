"""Sees to it that what is owed is said: by this process, or by another where this one ends before.

While a process is about to say something it holds it in Postgres; what nobody holds is taken up.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta

import structlog
from aiogram import Bot

from bot.answering.owed import Owed, answer_in
from bot.cards.shown import CardIn, ShownCards
from bot.house import House
from bot.services import open_services
from notifier.models import AnswerId
from notifier.owed_answers import OwedAnswers

_log = structlog.get_logger(__name__)


class Debts:
    def __init__(self, house: House, shown: ShownCards) -> None:
        self._house = house
        self._shown = shown
        self._held: set[AnswerId] = set()

    def hold(self, owed: Owed) -> None:
        """It is about to be said here."""
        self._held.add(owed.id)

    async def put_off(self, owed: Owed, delay: timedelta | None) -> None:
        """It could not be said: it is tried once more, by default when nobody holds it any more."""
        self._held.discard(owed.id)
        if delay:
            await self._note(lambda rows: rows.hold([owed.id], delay))

    async def settle(self, owed: Owed) -> None:
        """It is said; where that cannot be noted, it may be said twice."""
        self._held.discard(owed.id)
        await self._note(lambda rows: rows.said(owed.id))

    async def renew(self) -> None:
        if self._held:
            await self._note(lambda rows: rows.hold(self._held))

    async def give_up(self) -> None:
        """At a stop: what was not said is due at once."""
        if self._held:
            await self._note(lambda rows: rows.hold(self._held, timedelta()))

    async def due(self, bot: Bot) -> Mapping[int, Sequence[Owed]]:
        """What nobody holds, by chat and in order; without the cards that are there already."""
        async with open_services(self._house) as services:
            due = await services.owed_answers.take_due(bot.id)
        chats: defaultdict[int, list[Owed]] = defaultdict(list)
        for one in due:
            owed = Owed(one.id, answer_in(one.answer))
            if await self._is_shown(owed):
                await self.settle(owed)
            else:
                chats[one.chat_id].append(owed)
        return chats

    async def _note(self, change: Callable[[OwedAnswers], Awaitable[None]]) -> None:
        """What could not be noted makes an answer come later, or twice."""
        try:
            async with open_services(self._house) as services:
                await change(services.owed_answers)
        except Exception as fault:
            _log.warning("not noted what is owed", fault=repr(fault))

    async def _is_shown(self, owed: Owed) -> bool:
        card = owed.answer
        if not isinstance(card, CardIn) or not card.post:
            return False
        return await self._shown.message_of(card.chat_id, card.post) is not None
