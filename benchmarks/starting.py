"""Start-up of everything together, the first paste after it, and its memory at rest."""

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

_REST: Final = 5.0  # seconds after which nothing of the start is going on any more


async def measure(folder: Path) -> list[Row]:
    """The goal for a fresh machine holds with the installation, which is not measured here."""
    first, paste, _ = await _start(folder)
    second, _, memory = await _start(folder)
    return [
        Row("Start, empty data folder", "s", first, "goal with installation", 60, at_most=1),
        Row("First paste after it", "s", paste, "goal", 0.5, at_most=1),
        Row("Start, second time", "s", second, "goal", 5, at_most=1),
        Row("Memory of everything at rest (PSS)", "MB", memory, "goal", 550, at_most=1),
    ]


async def _start(folder: Path) -> tuple[float, float, float]:
    """Seconds until ready, seconds from a newcomer's first text to its card, and megabytes at rest."""
    start = time.perf_counter()
    launch = Launch(folder, KF_RULE_CACHE_DIR="")
    await launch.begin()
    try:
        await launch.ready()
        ready = time.perf_counter() - start
        paste = await _first_paste(f"http://127.0.0.1:{launch.settings['CHAT_PORT']}")
        await asyncio.sleep(_REST)
        return ready, paste, sum(map(megabytes_of, working_below(folder)))
    finally:
        launch.send(signal.SIGINT)
        await launch.ends()


async def _first_paste(chat_page: str) -> float:
    """Seconds from the text to its card, at the address of a chat page whose bot is ready."""
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
    """What the bot says, as it comes."""
    async for line in events.content:
        if line.startswith(b"data: "):
            event = json.loads(line.removeprefix(b"data: "))
            if event.get("from_bot"):
                yield event["text"]
