"""The viewer's process: serves until it is told to stop."""

import asyncio
import gc
import logging
import signal
import sys

import structlog
import uvloop

from kernel.logs import configure_logs
from kernel.settings import LogSettings, WebSettings, read_settings
from web_viewer.application import create_application
from web_viewer.server import CannotListen, serving
from web_viewer.settings import ViewerSettings, read_viewer_settings

_log = structlog.get_logger("web_viewer")


async def serve(web: WebSettings, viewer: ViewerSettings) -> None:
    # What is loaded by now stays. To look through all of it now and then would hold up every reader.
    gc.collect()
    gc.freeze()
    asked_to_stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, asked_to_stop.set)
    async with serving(create_application(viewer), web.web_host, web.web_port):
        _log.info("ready")
        await asked_to_stop.wait()


def main() -> None:
    configure_logs(read_settings(LogSettings))
    # Who reads what is nobody's business.
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    try:
        uvloop.run(serve(read_settings(WebSettings), read_viewer_settings()))
    except CannotListen as fault:
        sys.exit(f"WEB_HOST and WEB_PORT: {fault}. Set others in .env or the environment.")


if __name__ == "__main__":
    main()
