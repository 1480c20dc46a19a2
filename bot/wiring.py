"""Puts a bot together: Telegram's client, and a dispatcher over the house."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Bot, Dispatcher

from bot.dispatcher import build_dispatcher
from bot.house import House
from bot.menu import set_menu
from bot.patience import PatientRequests
from kernel.settings import TelegramSettings
from notifier.telegram import connect_telegram


@asynccontextmanager
async def open_bot(house: House, settings: TelegramSettings) -> AsyncIterator[tuple[Dispatcher, Bot]]:
    """With its menu set; raises TelegramUnauthorizedError where the token is refused."""
    async with connect_telegram(settings) as bot:
        bot.session.middleware(PatientRequests())
        await set_menu(bot)
        yield build_dispatcher(house), bot
