"""First rendering of a page: its time, its first reader's latency, and how long the event loop blocks."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import quantiles
from typing import Final

import aiohttp

from benchmarks.load import HEADERS
from benchmarks.processes import EVERY, computing_on
from benchmarks.publishing import Publisher
from benchmarks.sample import SIZE, sample
from benchmarks.table import Line, Row
from benchmarks.viewer import Viewer, viewer
from kernel.address import PublicAddress
from posts.models import Post
from web_viewer.addresses import Links
from web_viewer.paste.paste_page import PageOptions
from web_viewer.rendering.renderer import Renderer, render_workers

# Size in bytes → number of pastes and goal in milliseconds.
_PASTES: Final = {SIZE: (100, 5), 100_000: (40, 60), 1_000_000: (20, 600)}
_BLOCK_GOAL_MS: Final = 20
_WARM_UPS: Final = 3  # renderings of each size that do not count, while the workers load
_ADDRESS: Final = PublicAddress("https://paste.example.org")
Posts = dict[int, list[Post]]


async def measure(publisher: Publisher, folder: Path) -> list[Line]:
    posts = {
        size: [await publisher.publish(sample(place, size)) for place in range(number + _WARM_UPS)]
        for size, (number, _) in _PASTES.items()
    }
    return [*await _measure_workers(posts), *await _measure_readers(posts, folder / "longest-block")]


async def _measure_workers(posts: Posts) -> list[Line]:
    """Measure the viewer's workers, up to the compressed page."""
    with computing_on(EVERY):
        pool = render_workers()
        await pool.start()
        render = Renderer(pool).paste

        async def page(post: Post) -> None:
            await render(
                post, sample(0, post.size).text.encode(), "en", PageOptions(Links(post.url), address=_ADDRESS)
            )

        times = {size: await _p95(page, some) for size, some in posts.items()}
        await pool.stop()
    return [
        Row(
            f"First rendering of {size / 1000:,.1f} KB (p95 of {number})",
            "ms",
            times[size],
            "goal",
            goal,
            at_most=1,
        )
        for size, (number, goal) in _PASTES.items()
    ]


async def _measure_readers(posts: Posts, file: Path) -> list[Line]:
    async with viewer("-m", "benchmarks.watched_viewer", str(file), cores=EVERY) as ours:
        rows: list[Line] = [await _reader_row(ours, size, some) for size, some in posts.items()]
    block = float(await asyncio.to_thread(file.read_text))
    what = "Longest block of the event loop by these"
    return [*rows, Row(what, "ms", block, "goal", _BLOCK_GOAL_MS, at_most=1)]


async def _reader_row(ours: Viewer, size: int, posts: list[Post]) -> Row:
    """Measure a reader's latency on an open connection: of the first request, and of the second."""
    async with aiohttp.ClientSession(ours.origin, headers=HEADERS, auto_decompress=False) as reader:

        async def read(post: Post) -> None:
            async with reader.get(f"/{post.url}", raise_for_status=True) as response:
                await response.read()

        first, again = await _p95(read, posts), await _p95(read, posts)
    return Row(f"Its first reader waits, {size / 1000:,.1f} KB (p95)", "ms", first, "the second", again)


async def _p95(work: Callable[[Post], Awaitable[None]], posts: list[Post]) -> float:
    """Return the 95th percentile in milliseconds, of the pastes one after the other."""
    times = list[float]()
    for post in posts:
        start = time.perf_counter()
        await work(post)
        times.append((time.perf_counter() - start) * 1000)
    return quantiles(times[_WARM_UPS:], n=20)[-1]
