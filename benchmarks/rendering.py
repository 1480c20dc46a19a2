"""Making a page for the first time: how long the rendering takes, how long its first reader waits in all, and
whether others wait meanwhile."""

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
from web_viewer.links import Links
from web_viewer.paste_page import Showing
from web_viewer.rendering import Renderer, render_workers

# How many of each size, and the goal in milliseconds.
_PASTES: Final = {SIZE: (100, 5), 100_000: (40, 60), 1_000_000: (20, 600)}
_LONGEST_BLOCK: Final = 20  # milliseconds
_WARM: Final = 3  # of each size that come before those that count: their workers load
_ADDRESS: Final = PublicAddress("https://paste.example.org")
Posts = dict[int, list[Post]]


async def measure(publisher: Publisher, folder: Path) -> list[Line]:
    posts = {
        size: [await publisher.publish(sample(place, size)) for place in range(number + _WARM)]
        for size, (number, _) in _PASTES.items()
    }
    return [*await _rendered(posts), *await _first_read(posts, folder / "longest-block")]


async def _rendered(posts: Posts) -> list[Line]:
    """By the viewer's workers, to the compressed page."""
    with computing_on(EVERY):
        pool = render_workers()
        await pool.start()
        render = Renderer(pool).paste

        async def page(post: Post) -> None:
            await render(
                post, sample(0, post.size).text.encode(), "en", Showing(Links(post.url), address=_ADDRESS)
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


async def _first_read(posts: Posts, file: Path) -> list[Line]:
    async with viewer("-m", "benchmarks.watched_viewer", str(file), cores=EVERY) as ours:
        rows: list[Line] = [await _waited(ours, size, some) for size, some in posts.items()]
    block = float(await asyncio.to_thread(file.read_text))
    what = "Longest block of the event loop by these"
    return [*rows, Row(what, "ms", block, "goal", _LONGEST_BLOCK, at_most=1)]


async def _waited(ours: Viewer, size: int, posts: list[Post]) -> Row:
    """From the question to the last byte, for one who has a connection; and once more, when it is known."""
    async with aiohttp.ClientSession(ours.origin, headers=HEADERS, auto_decompress=False) as reader:

        async def read(post: Post) -> None:
            async with reader.get(f"/{post.url}", raise_for_status=True) as response:
                await response.read()

        first, again = await _p95(read, posts), await _p95(read, posts)
    return Row(f"Its first reader waits, {size / 1000:,.1f} KB (p95)", "ms", first, "the second", again)


async def _p95(work: Callable[[Post], Awaitable[None]], posts: list[Post]) -> float:
    """In milliseconds, one after the other."""
    times = list[float]()
    for post in posts:
        start = time.perf_counter()
        await work(post)
        times.append((time.perf_counter() - start) * 1000)
    return quantiles(times[_WARM:], n=20)[-1]
