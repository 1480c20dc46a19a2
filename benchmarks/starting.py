"""Start of `make run`, the first paste after it, and the memory at rest."""

import asyncio
import json
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from aiohttp import ClientResponse, ClientSession

from benchmarks.processes import megabytes_of
from benchmarks.table import Row
from tests.local.launching import Launch
from tests.local.process_tree import working_below

_REST_SECONDS: Final = 5.0  # until all work of the start is done


async def measure(folder: Path) -> list[Row]:
    """Start twice in the same folder. The installation, which the first goal includes, is not measured."""
    first, paste, _ = await _start(folder)
    second, _, memory = await _start(folder)
    return [
        Row("Start, empty data folder", "s", first, "goal with installation", 60, at_most=1),
        Row("First paste after it", "s", paste, "goal", 0.5, at_most=1),
        Row("Start, second time", "s", second, "goal", 5, at_most=1),
        Row("Memory of everything at rest (PSS)", "MB", memory, "goal", 550, at_most=1),
    ]


async def _start(folder: Path) -> tuple[float, float, float]:
    """Return seconds until ready, seconds from a new person's first text to its card, and MB at rest."""
    start = time.perf_counter()
    launch = Launch(folder, KF_RULE_CACHE_DIR="")
    await launch.begin()
    try:
        await launch.ready()
        ready = time.perf_counter() - start
        paste = await _first_paste(f"http://127.0.0.1:{launch.settings['CHAT_PORT']}")
        await asyncio.sleep(_REST_SECONDS)
        return ready, paste, sum(map(megabytes_of, working_below(folder)))
    finally:
        launch.send(signal.SIGINT)
        await launch.ends()


async def _first_paste(chat_page: str) -> float:
    """Register a new person on the chat page; return the seconds from their first text to its card."""
    async with ClientSession(chat_page) as http:
        async with http.post("/people", json={"first_name": "Newcomer"}) as joined:
            person = f"/people/{(await joined.json())['id']}"
        async with http.get(f"{person}/events") as events:
            replies = _replies(events)
            await _say(http, person, "/start")
            await anext(replies)
            await _say(http, person, f"newcomer_{time.time_ns()}"[:32])
            await anext(replies)
            start = time.perf_counter()
            await _say(http, person, "import os\nprint(os.getcwd())\n")
            await anext(replies)
            return time.perf_counter() - start


async def _say(http: ClientSession, person: str, text: str) -> None:
    async with http.post(f"{person}/messages", json={"text": text}) as answer:
        answer.raise_for_status()


async def _replies(events: ClientResponse) -> AsyncIterator[str]:
    """Yield the texts of the bot's messages."""
    async for line in events.content:
        if line.startswith(b"data: "):
            event = json.loads(line.removeprefix(b"data: "))
            if event.get("from_bot"):
                yield event["text"]
