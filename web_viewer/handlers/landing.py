"""`/`: the home page, with a link and a QR code that lead to the bot."""

from functools import lru_cache

import segno
from aiohttp import web
from markupsafe import Markup

from kernel.address import PublicAddress
from web_viewer.connections import BOT_ADDRESS, SESSIONS, SETTINGS
from web_viewer.http.responses import html_page
from web_viewer.reader_language import words_for
from web_viewer.templates import render


async def show_landing(request: web.Request) -> web.Response:
    """Send the home page; without link and QR code if no bot has ever started (its address is in Postgres).

    Without QR code too, if the bot's address works on this machine only.
    """
    app, words = request.app, words_for(request)
    bot = await app[BOT_ADDRESS].address(app[SESSIONS])
    page = render(
        "landing.html",
        words,
        here="/",
        base=app[SETTINGS].address.public_url,
        bot=bot,
        # A phone cannot open an address of this machine, which the local Telegram has.
        code=_qr_code(bot.chat_url) if bot and PublicAddress(bot.chat_url).is_clickable else None,
    )
    return html_page(request, page, words.language)


@lru_cache(maxsize=16)
def _qr_code(url: str) -> Markup:
    """Return a QR code as inline SVG, with the quiet zone that scanners need (ISO 18004: four modules)."""
    svg = segno.make(url, error="m", micro=False).svg_inline(
        border=4, omitsize=True, dark="#151619", svgclass="qr", lineclass=None
    )
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S704 - segno draws it from modules
