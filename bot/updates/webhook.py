"""Updates by webhook: Telegram calls `WEBHOOK_URL`, and this process listens on `BOT_HOST`:`BOT_PORT`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import compare_digest
from typing import Any, Final
from urllib.parse import urlsplit

from aiogram import Bot
from aiohttp import web

from bot.updates.receiver import Receiver
from kernel.settings import WebhookSettings

# The receiver answers the sender of an update that is too large, so it has to be read.
_MAX_BODY_BYTES: Final = 64 * 1024 * 1024


class CannotListen(Exception):
    """The port is taken, or the host is not one of this machine."""


@asynccontextmanager
async def webhook(
    receiver: Receiver, bot: Bot, settings: WebhookSettings, update_types: list[str]
) -> AsyncIterator[None]:
    """Set the webhook at Telegram, and receive its calls while the block runs.

    Raises CannotListen if the port is taken, and TelegramBadRequest if Telegram refuses the address.
    """
    runner = web.AppRunner(_application(receiver, settings), access_log=None)
    await runner.setup()
    try:
        await _listen(runner, settings)
        await bot.set_webhook(
            settings.webhook_url or "",
            secret_token=_secret(settings),
            allowed_updates=update_types,
        )
        yield
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: WebhookSettings) -> None:
    try:
        await web.TCPSite(runner, settings.bot_host, settings.bot_port).start()
    except OSError as fault:
        raise CannotListen(fault.strerror) from fault


def _application(receiver: Receiver, settings: WebhookSettings) -> web.Application:
    secret = (_secret(settings) or "").encode()

    async def receive(request: web.Request) -> web.Response:
        """Respond when the update is stored: after a crash before that, Telegram sends it again."""
        token = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "").encode()
        if secret and not compare_digest(secret, token):
            raise web.HTTPUnauthorized
        await receiver.receive([await _json_in(request)])
        return web.Response()

    app = web.Application(client_max_size=_MAX_BODY_BYTES)
    app.router.add_post(urlsplit(settings.webhook_url or "").path or "/", receive)
    return app


async def _json_in(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest
    return body


def _secret(settings: WebhookSettings) -> str | None:
    return settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
