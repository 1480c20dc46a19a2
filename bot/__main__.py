"""`python -m bot`: long polling, or a webhook when `WEBHOOK_URL` is set."""

from kernel.lean_aiogram import import_lean_aiogram

import_lean_aiogram()

import asyncio
import gc
import logging
import signal
import sys
from contextlib import suppress
from typing import Final

import structlog
import uvloop
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from redis.exceptions import RedisError

from bot.context import AppContext, open_app
from bot.dispatcher import build_dispatcher
from bot.menu import set_menu
from bot.monitoring import monitored
from bot.running import running, update_types
from bot.telegram_client import connect_with_retries
from bot.updates.polling import polling
from bot.updates.webhook import CannotListen, webhook
from kernel.logs import configure_logs
from kernel.monitoring.server import CannotMonitor
from kernel.settings import LogSettings, TelegramSettings, WebhookSettings, read_settings
from kernel.storage import StorageUnavailable
from kernel.versions import TooOld, check_pgbouncer, check_postgres_version, check_redis_version
from notifier.telegram import connect_telegram
from posts.files.installation import Installation, WrongStorage

# Each update makes thousands of objects, hardly any in a reference cycle: with Python's default of 700 the
# collector would scan them several times for each update.
_GC_THRESHOLD_OBJECTS: Final = 50_000
_log = structlog.get_logger("bot")


async def run() -> None:
    """Run the bot until SIGTERM or SIGINT. Raises what `main` explains."""
    telegram, settings = read_settings(TelegramSettings), read_settings(WebhookSettings)
    async with (
        open_app() as app,
        connect_with_retries(telegram) as bot,
        connect_telegram(telegram) as sending,
    ):
        await check_servers(app)
        # Analysis is loaded before the log says "ready".
        await asyncio.gather(app.analyst.load(), set_menu(bot))
        dispatcher = build_dispatcher(app)
        # aiogram's models are a large heap that never changes: exclude it from collection.
        gc.freeze()
        gc.set_threshold(_GC_THRESHOLD_OBJECTS)
        async with (
            running(app, dispatcher, bot, sending) as running_bot,
            monitored(running_bot, app, sending) as checks,
        ):
            types = update_types(dispatcher)
            if settings.webhook_url:
                receiving = webhook(running_bot.receiver, bot, settings, types)
            else:
                # While a webhook is set, Telegram refuses long polling.
                await bot.delete_webhook()
                receiving = polling(app, running_bot.receiver, bot, types, checks)
            async with receiving:
                _log.info("ready", username=(await bot.me()).username)
                await _wait_for_stop()


async def check_servers(app: AppContext) -> None:
    """Raise TooOld, or WrongStorage if the storage belongs to another installation than the database."""
    with suppress(RedisError):  # it can be down
        await check_redis_version(app.redis)
    async with app.engine.connect() as one, app.engine.connect() as other:
        await check_pgbouncer(one, other)
    async with app.sessions() as session:
        await check_postgres_version(await session.connection())
        try:
            await Installation(session, app.storage).check_or_begin()
        except StorageUnavailable as fault:
            # What people send is stored in the inbox until the storage answers.
            _log.warning("storage_unavailable", fault=str(fault))


async def _wait_for_stop() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()


def main() -> None:
    configure_logs(read_settings(LogSettings))
    # aiogram logs a line for each update.
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
    except (TooOld, WrongStorage) as wrong:
        sys.exit(str(wrong))
    except CannotListen as fault:
        sys.exit(f"BOT_HOST and BOT_PORT cannot be listened on: {fault}. Set others.")
    except CannotMonitor as fault:
        sys.exit(f"MONITORING_HOST and MONITORING_PORT: {fault}. Set others.")


if __name__ == "__main__":
    main()
