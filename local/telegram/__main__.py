"""`python -m local.telegram` serves the local Telegram until SIGINT or SIGTERM."""

from kernel.lean_aiogram import import_lean_aiogram

import_lean_aiogram()

import asyncio
import signal
import sys
from pathlib import Path

import structlog

from kernel.logs import configure_logs
from kernel.settings import LogSettings, Port, TelegramSettings, read_settings
from local.telegram.server import TelegramServer
from local.telegram.world import World


class ChatSettings(TelegramSettings, LogSettings):
    """Settings of the local Telegram. `data_dir` is the folder of `make run`."""

    chat_host: str = "127.0.0.1"
    chat_port: Port = 8081
    data_dir: Path = Path("data")


async def serve(settings: ChatSettings) -> None:
    """Serve until SIGINT or SIGTERM. Exit with a one-line message when the port cannot be used."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    world = World(settings.bot_token.get_secret_value(), folder=settings.data_dir / "telegram")
    server = TelegramServer(world, settings.chat_host, settings.chat_port)
    try:
        await server.start()
    except OSError as wrong:
        sys.exit(
            f"CHAT_HOST or CHAT_PORT cannot be used: {wrong.strerror}. Change it in .env or the environment."
        )
    structlog.get_logger("local.telegram").info("ready", url=server.url)
    await stop.wait()
    await server.stop()


if __name__ == "__main__":
    chat_settings = read_settings(ChatSettings)
    configure_logs(chat_settings)
    asyncio.run(serve(chat_settings))
