"""Says what a process owed that was stopped or killed, and holds what this one is about to say."""

from aiogram import Bot

from bot.answering.debts import Debts
from bot.answering.outgoing import Outgoing


class Collector:
    def __init__(self, debts: Debts, outgoing: Outgoing) -> None:
        self._debts = debts
        self._outgoing = outgoing

    async def collect(self, bot: Bot) -> None:
        """To be called at least three times in the time for which an answer is held."""
        await self._debts.renew()
        for chat, answers in (await self._debts.due(bot)).items():
            self._outgoing.post(bot, chat, answers)
