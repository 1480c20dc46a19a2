"""A newcomer at the chat page who registers and sends their first text."""

import json
import time
from collections.abc import AsyncIterator

from aiohttp import ClientResponse, ClientSession


async def first_paste(chat_page: str) -> float:
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
