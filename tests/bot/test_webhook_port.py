"""The port of the webhook, if it is taken."""

import socket

import pytest
from aiogram import Bot
from pydantic import SecretStr

from bot.context import AppContext
from bot.updates.receiver import Receiver
from bot.updates.webhook import CannotListen, webhook
from kernel.settings import WebhookSettings
from tests.bot.idle_worker import idle


async def test_a_taken_port_is_an_error_of_its_own(app: AppContext) -> None:
    bot = Bot("123456789:a-token")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = WebhookSettings(
            webhook_url="http://127.0.0.1/updates",
            webhook_secret=SecretStr("a-secret-of-the-webhook"),
            bot_port=taken.getsockname()[1],
        )
        with pytest.raises(CannotListen, match="in use"):
            async with webhook(Receiver(app, bot.id, idle(), idle()), bot, settings, []):
                pass
