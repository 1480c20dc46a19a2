"""`python -m benchmarks.watched_viewer FILE`: the viewer. At its end the file tells for how many milliseconds
at most its event loop has not come round."""

import asyncio
import sys
from pathlib import Path
from typing import Final

import uvloop

from kernel.logs import configure_logs
from kernel.settings import LogSettings, WebSettings, read_settings
from web_viewer.__main__ import serve
from web_viewer.settings import read_viewer_settings

_BEAT: Final = 0.001  # seconds


class Watch:
    longest = 0.0

    async def keep(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(_BEAT)
            self.longest = max(self.longest, loop.time() - before - _BEAT)


async def serve_watched() -> float:
    watch = Watch()
    keeping = asyncio.create_task(watch.keep())
    await serve(read_settings(WebSettings), read_viewer_settings())
    keeping.cancel()
    return watch.longest * 1000


if __name__ == "__main__":
    configure_logs(read_settings(LogSettings))
    Path(sys.argv[1]).write_text(str(uvloop.run(serve_watched())))
