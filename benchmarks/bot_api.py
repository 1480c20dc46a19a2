"""A minimal Bot API for bots under measurement: it delivers prepared updates and counts replies.

The local Telegram would not do: it spends more on a call than an echo bot does.
"""

import asyncio
import json
import re
import time
from collections import deque
from collections.abc import Callable, Mapping
from itertools import count
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import web

from local.ports import free_port

_BATCH_SIZE: Final = 100  # updates (Telegram Bot API, getUpdates)
_LONGEST_POLL_SECONDS: Final = 20.0
_OFFSET: Final = re.compile(rb"(?:^|&)offset=(\d+)")
_CHAT: Final = re.compile(rb"(?:^|&)chat_id=(\d+)")
_SEND_METHODS: Final = {"sendMessage", "editMessageText"}
_tokens: Final = count(1_000_001)


class BotApi:
    """The Bot API of one bot, which finds it by the environment variables in `settings`.

    `replies` counts the messages that the bot sent; `delivered_at` has the time of each update's first
    delivery, in seconds.
    """

    def __init__(self) -> None:
        self.bot_id = next(_tokens)
        self._port = free_port()
        self._numbers = count(1)
        self._updates: deque[tuple[int, str]] = deque()
        self._files: dict[str, bytes] = {}
        self._changed = asyncio.Condition()
        self._replied_at: dict[int, float] = {}
        self.delivered_at: dict[int, float] = {}
        self.replies = 0
        self._runner = web.ServerRunner(web.Server(self._serve))

    @property
    def settings(self) -> Mapping[str, str]:
        token = f"{self.bot_id}:stand-in-for-the-bot-api"
        return {"BOT_TOKEN": token, "TELEGRAM_API_URL": f"http://127.0.0.1:{self._port}"}

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, backlog=1024).start()
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def say(self, person: int, *texts: str) -> None:
        async with self._changed:
            for text in texts:
                self._put(person, {"text": text, **_command_in(text)})
            self._changed.notify_all()

    async def send_file(self, person: int, name: str, content: bytes) -> None:
        self._files[name] = content
        document = {"file_id": name, "file_unique_id": name, "file_name": name, "file_size": len(content)}
        async with self._changed:
            self._put(person, {"document": document})
            self._changed.notify_all()

    async def ask(self, person: int, text: str) -> float:
        """Send a text; return the milliseconds from the update's delivery to the bot's reply."""
        self._replied_at.pop(person, None)
        await self.say(person, text)
        number = self._updates[-1][0]
        await self.wait_for(lambda: person in self._replied_at)
        return (self._replied_at[person] - self.delivered_at[number]) * 1000

    def has_replied(self, person: int) -> bool:
        """Return whether the bot has replied since the person's last `ask` or first message."""
        return person in self._replied_at

    async def wait_for(self, condition: Callable[[], bool], seconds: float = 300.0) -> None:
        """Wait until the condition holds; it is checked at each change. Raises TimeoutError."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    async def wait_until_delivered(self) -> None:
        await self.wait_for(lambda: not self._updates or self._updates[-1][0] in self.delivered_at)

    def _put(self, person: int, content: Mapping[str, Any]) -> None:
        number = next(self._numbers)
        chat = {"id": person, "type": "private", "first_name": f"Person {person}"}
        sender = {"id": person, "is_bot": False, "first_name": f"Person {person}", "language_code": "en"}
        message = {"message_id": number, "date": int(time.time()), "chat": chat, "from": sender, **content}
        self._updates.append((number, json.dumps({"update_id": number, "message": message})))

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        name = request.path.rpartition("/")[2]
        if request.path.startswith("/file/"):
            return web.Response(body=self._files[name])
        body = await request.read()
        result = await self._result(name, body)
        return web.Response(text=f'{{"ok":true,"result":{result}}}', content_type="application/json")

    async def _result(self, method: str, body: bytes) -> str:
        match method:
            case "getUpdates":
                return await self._next_updates(body)
            case "getMe":
                me = {"id": self.bot_id, "is_bot": True, "first_name": "Bot", "username": "measured_bot"}
                return json.dumps(me)
            case "getFile":
                name = body.partition(b"file_id=")[2].partition(b"&")[0].decode()
                return json.dumps({"file_id": name, "file_unique_id": name, "file_path": name})
            case _ if method in _SEND_METHODS:
                return await self._sent(body)
            case _:
                return "true"

    async def _sent(self, body: bytes) -> str:
        found = _CHAT.search(body)
        chat = int(found[1]) if found else 0
        async with self._changed:
            self.replies += 1
            self._replied_at.setdefault(chat, time.perf_counter())
            self._changed.notify_all()
        number = next(self._numbers)
        return f'{{"message_id":{number},"date":1,"chat":{{"id":{chat},"type":"private"}},"text":"sent"}}'

    async def _next_updates(self, body: bytes) -> str:
        found = _OFFSET.search(body)
        offset = int(found[1]) if found else 0
        while self._updates and self._updates[0][0] < offset:
            self._updates.popleft()
        try:
            await self.wait_for(lambda: bool(self._updates), seconds=_LONGEST_POLL_SECONDS)
        except TimeoutError:
            return "[]"
        batch = [self._updates[index] for index in range(min(_BATCH_SIZE, len(self._updates)))]
        now = time.perf_counter()
        for number, _ in batch:
            self.delivered_at.setdefault(number, now)
        async with self._changed:
            self._changed.notify_all()
        return f"[{','.join(update for _, update in batch)}]"


def _command_in(text: str) -> Mapping[str, Any]:
    if not text.startswith("/"):
        return {}
    return {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]}
