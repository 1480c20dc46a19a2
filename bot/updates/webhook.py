"""Updates by webhook: Telegram calls `WEBHOOK_URL`, and this process answers on `BOT_HOST`:`BOT_PORT`."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from secrets import compare_digest
from typing import Any, Final
from urllib.parse import urlsplit

from aiogram import Bot
from aiohttp import web

from bot.stopping import told_to_stop
from bot.updates.receiver import Receiver
from kernel.settings import WebhookSettings

# So that what is far too large is received, and its sender told (`bot.updates.receiver`).
_LARGEST: Final = 64 * 1024 * 1024  # bytes


async def serve_webhook(
    receiver: Receiver,
    bot: Bot,
    settings: WebhookSettings,
    kinds: list[str],
    announce: Callable[[Bot], Awaitable[None]],
) -> None:
    """Until SIGTERM or SIGINT. Raises OSError where the port is taken."""
    async with AsyncExitStack() as stack:
        runner = web.AppRunner(_application(receiver, settings), access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, settings.bot_host, settings.bot_port).start()
        await bot.set_webhook(
            settings.webhook_url or "",
            secret_token=_secret(settings),
            allowed_updates=kinds,
        )
        await announce(bot)
        await told_to_stop()


def _application(receiver: Receiver, settings: WebhookSettings) -> web.Application:
    secret = (_secret(settings) or "").encode()

    async def take(request: web.Request) -> web.Response:
        """Answers when the update is stored and not before: what a crash cuts short, Telegram sends again."""
        told = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "").encode()
        if secret and not compare_digest(secret, told):
            raise web.HTTPUnauthorized
        await receiver.receive([await _json_in(request)])
        return web.Response()

    app = web.Application(client_max_size=_LARGEST)
    app.router.add_post(urlsplit(settings.webhook_url or "").path or "/", take)
    return app


async def _json_in(request: web.Request) -> dict[str, Any]:
    try:
        told = await request.json()
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(told, dict):
        raise web.HTTPBadRequest
    return told


def _secret(settings: WebhookSettings) -> str | None:
    return settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
