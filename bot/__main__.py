"""`python -m bot`: long polling, or a webhook when `WEBHOOK_URL` is set."""

import asyncio
import gc
import logging
import sys
from contextlib import suppress

import structlog
import uvloop
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)

from bot.dispatcher import build_dispatcher
from bot.house import open_house
from bot.menu import set_menu
from bot.patience import connect_patiently
from bot.receiving.polling import poll
from bot.receiving.webhook import serve_webhook
from bot.stopping import told_to_stop
from kernel.logs import configure_logs
from kernel.settings import LogSettings, TelegramSettings, WebhookSettings, read_settings

_log = structlog.get_logger("bot")


async def run() -> None:
    telegram, webhook = read_settings(TelegramSettings), read_settings(WebhookSettings)
    async with open_house() as house, connect_patiently(telegram) as bot:
        # "ready" is ready to publish.
        await asyncio.gather(house.analyst.load(), set_menu(bot))
        dispatcher = build_dispatcher(house)
        dispatcher.startup.register(announce)
        # aiogram's models make a large heap that never changes: the collector need not walk it again.
        gc.freeze()
        if webhook.webhook_url:
            await serve_webhook(dispatcher, bot, webhook)
        else:
            await serve_polling(dispatcher, bot)


async def serve_polling(dispatcher: Dispatcher, bot: Bot) -> None:
    # While a webhook is set, Telegram refuses long polling.
    await bot.delete_webhook()
    await dispatcher.emit_startup(bot=bot)
    polling = asyncio.create_task(poll(dispatcher, bot))
    stop = asyncio.create_task(told_to_stop())
    await asyncio.wait({polling, stop}, return_when=asyncio.FIRST_COMPLETED)
    polling.cancel()
    with suppress(asyncio.CancelledError):
        await polling
    await dispatcher.emit_shutdown(bot=bot)


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
