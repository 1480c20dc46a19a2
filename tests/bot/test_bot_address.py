"""The bot tells where it is, so that the viewer's buttons lead to it."""

from dataclasses import replace

from aiogram import Bot

from bot.context import AppContext
from bot.running import publish_bot_address
from kernel.database import Sessions
from notifier.models import BotAddress
from tests.doors import bot_address_door


async def test_a_bot_that_has_started_is_known(bot: Bot, sessions: Sessions) -> None:
    known = await bot_address_door(sessions).find()
    assert known == BotAddress("postebin_bot", "https://t.me/postebin_bot")


async def test_elsewhere_than_on_telegram_the_chat_is_where_it_is_set(
    bot: Bot, app: AppContext, sessions: Sessions
) -> None:
    await publish_bot_address(replace(app, chat_url="http://localhost:8081"), bot)
    known = await bot_address_door(sessions).find()
    assert known is not None
    assert known.starting("follow_bob") == "http://localhost:8081?start=follow_bob"
