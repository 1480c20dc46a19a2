"""Reading a paste whose page is in the cache, beside servers that hold the very same page."""

from functools import partial
from pathlib import Path

import aiohttp
from redis.asyncio import Redis

from benchmarks.house import House, running
from benchmarks.load import requests_a_second
from benchmarks.publishing import Publisher
from benchmarks.rounds import best_of_rounds
from benchmarks.table import Row
from local.ports import free_port


async def measure(house: House, publisher: Publisher, folder: Path) -> list[Row]:
    post = await publisher.publish(0)
    port = free_port()
    async with running("-m", "web_viewer"):
        ours = f"http://127.0.0.1:{house.web_port}/{post.url}"
        page = await _body_of(ours)
        (folder / "page.html").write_bytes(page)
        async with Redis.from_url(house.redis_url) as redis:
            await redis.set("benchmarks:page", page)
        async with running("-m", "benchmarks.bare_viewer", str(port), str(folder / "page.html")):
            origin = f"http://127.0.0.1:{port}"
            urls = (ours, f"{origin}/bare", f"{origin}/cached")
            rate, bare, cached = await best_of_rounds([partial(requests_a_second, url) for url in urls])
    what = f"Read a 3.5 KB paste, cached ({len(page) / 1000:.0f} KB page)"
    return [
        Row(what, "/s", rate, "bare aiohttp", bare),
        Row(what, "/s", rate, "one Redis GET", cached),
    ]


async def _body_of(url: str) -> bytes:
    async with aiohttp.request("GET", url, raise_for_status=True) as response:
        return await response.read()
