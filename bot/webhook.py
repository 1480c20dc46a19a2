"""Updates by webhook: Telegram calls `WEBHOOK_URL`, and this process answers on `BOT_HOST`:`BOT_PORT`."""

from contextlib import AsyncExitStack
from urllib.parse import urlsplit

from aiogram import Bot, Dispatcher
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

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
    app = web.Application()
    # Answered after the work and not before: what a crash cuts short, Telegram delivers again.
    handler = SimpleRequestHandler(
        dispatcher, bot, handle_in_background=False, secret_token=_secret(settings)
    )
    app.router.add_post(urlsplit(settings.webhook_url or "").path or "/", handler.handle)
    return app


def _secret(settings: WebhookSettings) -> str | None:
    return settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
