"""The postman: takes updates to the bot's webhook, again and again until they are taken."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, MultipartReader

from local.telegram.errors import Json, Refused
from local.telegram.http.parameters import read_json, read_multipart
from local.telegram.state import Webhook
from local.telegram.world import World

# Seconds: the first wait after a failure, which doubles; the longest; how long the bot may take.
FIRST_WAIT = 1.0
_LONGEST_WAIT = 60.0
_PATIENCE = ClientTimeout(total=60)
_HEADER = "X-Telegram-Bot-Api-Secret-Token"

CarryOut = Callable[[World, str, Mapping[str, object]], Awaitable[object]]


class Postman:
    def __init__(self, world: World, carry_out: CarryOut) -> None:
        self._world = world
        self._carry_out = carry_out
        self._session = ClientSession(timeout=_PATIENCE)
        self._lanes: dict[str, deque[Json]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._hands = asyncio.Semaphore()

    def renew(self) -> None:
        """Starts over with the webhook that is set now, if any."""
        self._drop_all()
        if (webhook := self._world.state.webhook) is not None:
            self._hands = asyncio.Semaphore(webhook.max_connections)
            for update in self._world.state.pending.values():
                self.take(update)

    def take(self, update: Json) -> None:
        if (webhook := self._world.state.webhook) is None:
            return
        lane = _lane(update)
        if lane in self._lanes:
            self._lanes[lane].append(update)
            return
        self._lanes[lane] = deque([update])
        task = asyncio.create_task(self._walk(lane, webhook))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        tasks = list(self._tasks)
        self._drop_all()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._session.close()

    def _drop_all(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._lanes.clear()

    async def _walk(self, lane: str, webhook: Webhook) -> None:
        waiting = self._lanes[lane]
        wait = FIRST_WAIT
        while waiting:
            async with self._hands:
                taken = await self._deliver(waiting[0], webhook)
            if taken:
                wait = FIRST_WAIT
                if not self._world.updates.takes_repeat():
                    self._world.state.pending.pop(waiting.popleft()["update_id"], None)
                    self._world.touch()
            else:
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
        if self._lanes.get(lane) is waiting:
            del self._lanes[lane]

    async def _deliver(self, update: Json, webhook: Webhook) -> bool:
        headers = {_HEADER: webhook.secret_token} if webhook.secret_token else {}
        try:
            async with self._session.post(webhook.url, json=update, headers=headers) as response:
                if not response.ok or response.status >= HTTPStatus.MULTIPLE_CHOICES:
                    return self._failed(
                        f"Wrong response from the webhook: {response.status} {response.reason}"
                    )
                parameters = await _asked(response)
        except (ClientError, TimeoutError, OSError) as error:
            return self._failed(str(error) or type(error).__name__)
        self._world.presence.came()
        await self._obey(parameters)
        return True

    async def _obey(self, parameters: dict[str, object]) -> None:
        """Carries out the method in the webhook's answer; its result is told to nobody."""
        method = parameters.pop("method", None)
        if isinstance(method, str):
            try:
                await self._carry_out(self._world, method, parameters)
            except Refused as refused:
                self._note(refused.description)

    def _failed(self, reason: str) -> bool:
        self._note(reason)
        self._world.presence.left()
        return False

    def _note(self, reason: str) -> None:
        self._world.updates.last_error = {"last_error_date": self._world.now, "last_error_message": reason}


async def _asked(response: ClientResponse) -> dict[str, object]:
    """The method in the answer, with its parameters; an answer that is none asks for nothing."""
    try:
        if response.content_type.startswith("multipart/"):
            return await read_multipart(MultipartReader.from_response(response).stream)
        return read_json(await response.read())
    except (ValueError, RecursionError, Refused):
        return {}


def _lane(update: Json) -> str:
    """What happens in one chat is delivered in order, and so is what one person presses or asks inline."""
    kind, content = next((name, value) for name, value in update.items() if name != "update_id")
    if "query" in kind:
        return f"{kind}:{content['from']['id']}"
    return str(content["chat"]["id"])
