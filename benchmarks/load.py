"""Load on a server, by `wrk` where it is installed, else by aiohttp's client."""

import asyncio
import re
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from tempfile import NamedTemporaryFile
from typing import Final

import aiohttp
from yarl import URL

from benchmarks.processes import OTHERS, computing_on
from local.commands import run_command

CONNECTIONS: Final = 32
SECONDS: Final = 2
# A browser's headers: pages are compressed, and views are counted.
HEADERS: Final = {
    "Accept-Encoding": "gzip, br",
    "Accept-Language": "en",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
}
_WRK: Final = shutil.which("wrk")
_ROUND_ROBIN: Final = Path(__file__).with_name("round_robin.lua")
_MILLISECONDS: Final = {"us": 0.001, "ms": 1.0, "s": 1000.0}
LOADED_BY: Final = "wrk" if _WRK else "aiohttp's client, itself the slowest part"


@dataclass(frozen=True, slots=True, order=True)
class LoadResult:
    """`rate` is in responses a second, the latencies are in milliseconds."""

    rate: float
    median: float
    p99: float


async def load(*urls: str, connections: int = CONNECTIONS, seconds: int = SECONDS) -> LoadResult:
    """Request the URLs round robin; all are of one server. Raises ValueError for an unsuccessful response."""
    return await (
        _by_wrk(_WRK, urls, connections, seconds) if _WRK else _by_aiohttp(urls, connections, seconds)
    )


async def _by_wrk(wrk: str, urls: Sequence[str], connections: int, seconds: int) -> LoadResult:
    headers = [f"-H{name}: {value}" for name, value in HEADERS.items()]
    options = ["-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *headers]
    with NamedTemporaryFile("w", suffix=".txt") as file:
        script: list[str] = []
        if len(urls) > 1:
            file.writelines(f"{URL(url).raw_path_qs}\n" for url in urls)
            file.flush()
            script = [f"-s{_ROUND_ROBIN}", "--", file.name]
        options += script[:1]
        with computing_on(OTHERS):
            running = run_command(wrk, *options, urls[0], *script[1:])
            return _parsed((await running).output)


def _parsed(output: str) -> LoadResult:
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    times = re.findall(r"(?:50|99)%\s+([\d.]+)(us|ms|s)\b", output)
    if rate is None or len(times) != 2 or "Non-2xx" in output or "Socket errors" in output:
        raise ValueError(output)
    return LoadResult(float(rate[1]), *(float(number) * _MILLISECONDS[unit] for number, unit in times))


async def _by_aiohttp(urls: Sequence[str], connections: int, seconds: int) -> LoadResult:
    urls_in_turn, times = cycle(urls), list[float]()
    async with aiohttp.ClientSession(
        headers=HEADERS, auto_decompress=False, raise_for_status=_must_succeed
    ) as session:
        start = time.perf_counter()

        async def read() -> None:
            while (began := time.perf_counter()) < start + seconds:
                async with session.get(next(urls_in_turn)) as response:
                    await response.read()
                times.append((time.perf_counter() - began) * 1000)

        await asyncio.gather(*(read() for _ in range(connections)))
        rate = len(times) / (time.perf_counter() - start)
    cuts = quantiles(times, n=100)
    return LoadResult(rate, cuts[49], cuts[98])


async def _must_succeed(response: aiohttp.ClientResponse) -> None:
    if not response.ok:
        raise ValueError(f"{response.url} answered {response.status}")
