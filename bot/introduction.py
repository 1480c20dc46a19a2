"""The bot tells the viewer, which has no token, where its chat is: for buttons that lead there."""

from aiogram import Bot

from bot.context import House
from kernel.transaction import Jobs, transaction
from notifier.models import BotAddress
from notifier.wiring import bot_address_service


class Introduction:
    def __init__(self, house: House) -> None:
        self._house = house

    async def give(self, bot: Bot) -> None:
        """At each start: the bot may have another name by now, or be another bot."""
        username = (await bot.me()).username or ""
        address = BotAddress(username, self._house.chat_url or f"https://t.me/{username}")
        async with self._house.sessions() as session, transaction(session, Jobs()):
            await bot_address_service(session).note(address)
