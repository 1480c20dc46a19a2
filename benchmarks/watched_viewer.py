"""`python -m benchmarks.watched_viewer FILE`: a viewer that measures its event loop.

At its end it writes the longest time that the loop was blocked to the file, in milliseconds.
"""

import asyncio
import sys
from pathlib import Path
from typing import Final

import uvloop

from kernel.logs import configure_logs
from kernel.settings import LogSettings, WebSettings, read_settings
from web_viewer.__main__ import serve
from web_viewer.settings import read_viewer_settings

_INTERVAL_SECONDS: Final = 0.001


class LoopWatch:
    longest_seconds = 0.0

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(_INTERVAL_SECONDS)
            self.longest_seconds = max(self.longest_seconds, loop.time() - before - _INTERVAL_SECONDS)


async def serve_watched() -> float:
    watch = LoopWatch()
    watching = asyncio.create_task(watch.run())
    await serve(read_settings(WebSettings), read_viewer_settings())
    watching.cancel()
    return watch.longest_seconds * 1000


if __name__ == "__main__":
    configure_logs(read_settings(LogSettings))
    Path(sys.argv[1]).write_text(str(uvloop.run(serve_watched())))
