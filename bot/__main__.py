"""`python -m bot`: long polling, or a webhook when `WEBHOOK_URL` is set."""

import asyncio
import gc
import logging
import sys
from typing import Final

import structlog
import uvloop
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)

from bot.context import House, open_house
from bot.dispatcher import build_dispatcher
from bot.menu import set_menu
from bot.running import kinds_of, running
from bot.stopping import told_to_stop
from bot.telegram_client import connect_patiently
from bot.updates.polling import polling
from bot.updates.receiver import Receiver
from bot.updates.webhook import serve_webhook
from kernel.logs import configure_logs
from kernel.settings import LogSettings, TelegramSettings, WebhookSettings, read_settings
from notifier.telegram import connect_telegram

# Each update makes thousands of objects, of which hardly any is a part of a circle: by Python's own 700, the
# collector looks through them several times for each.
_COLLECTED_AFTER: Final = 50_000  # objects
_log = structlog.get_logger("bot")


async def run() -> None:
    telegram, webhook = read_settings(TelegramSettings), read_settings(WebhookSettings)
    async with (
        open_house() as house,
        connect_patiently(telegram) as bot,
        connect_telegram(telegram) as sending,
    ):
        # "ready" is ready to publish.
        await asyncio.gather(house.analyst.load(), set_menu(bot))
        dispatcher = build_dispatcher(house)
        # aiogram's models make a large heap that never changes: the collector need not walk it again.
        gc.freeze()
        gc.set_threshold(_COLLECTED_AFTER)
        async with running(house, dispatcher, bot, sending) as this:
            if webhook.webhook_url:
                await serve_webhook(this.receiver, bot, webhook, kinds_of(dispatcher), announce)
            else:
                await serve_polling(house, this.receiver, bot, kinds_of(dispatcher))


async def serve_polling(house: House, receiver: Receiver, bot: Bot, kinds: list[str]) -> None:
    # While a webhook is set, Telegram refuses long polling.
    await bot.delete_webhook()
    await announce(bot)
    async with polling(house, receiver, bot, kinds):
        await told_to_stop()


async def announce(bot: Bot) -> None:
    _log.info("ready", username=(await bot.me()).username)


def main() -> None:
    configure_logs(read_settings(LogSettings))
    # A line for each update would drown what somebody should read.
    logging.getLogger("aiogram.event").setLevel(logging.WARNING)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(run())
    except TelegramUnauthorizedError:
        sys.exit("BOT_TOKEN is refused by Telegram. Set the one that BotFather gave you.")
    except (TelegramNetworkError, TelegramNotFound) as fault:
        sys.exit(f"TELEGRAM_API_URL leads to no Bot API: {fault.message}. Is it right, and the network up?")
    except TelegramBadRequest as refusal:
        sys.exit(f"WEBHOOK_URL is refused by Telegram: {refusal.message}.")
    except OSError as fault:
        sys.exit(f"BOT_HOST and BOT_PORT cannot be listened on: {fault.strerror}. Set others.")


if __name__ == "__main__":
    main()
