"""The process of the web viewer: serves until SIGINT or SIGTERM."""

import asyncio
import gc
import logging
import signal
import sys

import structlog
import uvloop

from kernel.logs import configure_logs
from kernel.monitoring.health import Health
from kernel.monitoring.heartbeat import watched_event_loop
from kernel.monitoring.server import CannotMonitor, monitoring
from kernel.monitoring.watchdog import ending_when_unhealthy
from kernel.settings import LogSettings, MonitoringSettings, WebSettings, read_settings
from web_viewer.application import create_application
from web_viewer.server import CannotListen, serving
from web_viewer.settings import ViewerSettings, read_viewer_settings

_log = structlog.get_logger("web_viewer")


async def serve(web: WebSettings, viewer: ViewerSettings) -> None:
    # What is loaded here is never freed, and scanning it for garbage would delay requests.
    gc.collect()
    gc.freeze()
    stop_requested = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop_requested.set)
    settings, alive = read_settings(MonitoringSettings), Health()
    async with (
        serving(create_application(viewer), web.web_host, web.web_port),
        watched_event_loop(alive),
    ):
        # Readiness is answered on the public port, where the proxy can ask for it.
        with ending_when_unhealthy(settings, alive), monitoring(settings, alive, ready=Health()):
            _log.info("ready")
            await stop_requested.wait()


def main() -> None:
    configure_logs(read_settings(LogSettings))
    # For privacy, no log says who reads what.
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    try:
        uvloop.run(serve(read_settings(WebSettings), read_viewer_settings()))
    except CannotListen as error:
        sys.exit(f"WEB_HOST and WEB_PORT: {error}. Set others in .env or the environment.")
    except CannotMonitor as error:
        sys.exit(f"MONITORING_HOST and MONITORING_PORT: {error}. Set others in .env or the environment.")


if __name__ == "__main__":
    main()
