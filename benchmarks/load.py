"""How many requests a second an address answers: by `wrk` where it is installed, else by aiohttp's client."""

import asyncio
import re
import shutil
import time
from typing import Final

import aiohttp

from local.commands import carry_out

_CONNECTIONS: Final = 32
_SECONDS: Final = 2
_WRK: Final = shutil.which("wrk")
LOADED_BY: Final = "wrk" if _WRK else "aiohttp's client, itself the slowest part"


async def requests_a_second(url: str) -> float:
    """Raises ValueError where an answer was none of success."""
    return await (_by_wrk(_WRK, url) if _WRK else _by_aiohttp(url))


async def _by_wrk(wrk: str, url: str) -> float:
    outcome = await carry_out(wrk, "-t1", f"-c{_CONNECTIONS}", f"-d{_SECONDS}s", url)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", outcome.output)
    if rate is None or "Non-2xx" in outcome.output or "Socket errors" in outcome.output:
        raise ValueError(outcome.output)
    return float(rate[1])


async def _by_aiohttp(url: str) -> float:
    async with aiohttp.ClientSession(raise_for_status=_must_succeed) as session:
        start = time.perf_counter()
        counts = await asyncio.gather(*(_ask(session, url, start + _SECONDS) for _ in range(_CONNECTIONS)))
        return sum(counts) / (time.perf_counter() - start)


async def _ask(session: aiohttp.ClientSession, url: str, until: float) -> int:
    count = 0
    while time.perf_counter() < until:
        async with session.get(url, headers={"Accept-Encoding": "identity"}) as response:
            await response.read()
        count += 1
    return count


async def _must_succeed(response: aiohttp.ClientResponse) -> None:
    if not response.ok:
        raise ValueError(f"{response.url} answered {response.status}")
