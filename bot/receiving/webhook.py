"""Updates by webhook: Telegram calls `WEBHOOK_URL`, and this process answers on `BOT_HOST`:`BOT_PORT`."""

from contextlib import AsyncExitStack
from secrets import compare_digest
from typing import Any
from urllib.parse import urlsplit

from aiogram import Bot, Dispatcher
from aiohttp import web

from bot.receiving.unread import answer_unread
from bot.receiving.updates import update_in
from bot.stopping import told_to_stop
from kernel.settings import WebhookSettings


async def serve_webhook(dispatcher: Dispatcher, bot: Bot, settings: WebhookSettings) -> None:
    """Until SIGTERM or SIGINT. Raises OSError where the port is taken."""
    async with AsyncExitStack() as stack:
        # At the end, when no update is under way any more: their answers are to leave as well.
        stack.push_async_callback(dispatcher.emit_shutdown, bot=bot, dispatcher=dispatcher)
        runner = web.AppRunner(_application(dispatcher, bot, settings), access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, settings.bot_host, settings.bot_port).start()
        await bot.set_webhook(
            settings.webhook_url or "",
            secret_token=_secret(settings),
            allowed_updates=dispatcher.resolve_used_update_types(),
        )
        await dispatcher.emit_startup(bot=bot, dispatcher=dispatcher)
        await told_to_stop()


def _application(dispatcher: Dispatcher, bot: Bot, settings: WebhookSettings) -> web.Application:
    secret = (_secret(settings) or "").encode()

    async def take(request: web.Request) -> web.Response:
        """Answers after the work and not before: what a crash cuts short, Telegram delivers again."""
        told = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "").encode()
        if secret and not compare_digest(secret, told):
            raise web.HTTPUnauthorized
        posted = await _json_in(request)
        if update := update_in(posted, bot):
            await dispatcher.feed_webhook_update(bot, update)
        else:
            answer_unread(posted, bot, dispatcher.workflow_data["outgoing"])
        return web.Response()

    app = web.Application()
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
