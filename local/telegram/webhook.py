"""Delivery of updates to the bot's webhook, with retries."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, MultipartReader

from local.telegram.errors import BotApiError
from local.telegram.http.parameters import read_json, read_multipart
from local.telegram.json_values import Json
from local.telegram.state import Webhook
from local.telegram.world import World

# The delay doubles with each failure.
FIRST_RETRY_DELAY_SECONDS = 1.0
_LONGEST_RETRY_DELAY_SECONDS = 60.0
_TIMEOUT = ClientTimeout(total=60)
_HEADER = "X-Telegram-Bot-Api-Secret-Token"

Execute = Callable[[World, str, Mapping[str, object]], Awaitable[object]]


class WebhookSender:
    """Posts updates to the webhook: those of one queue (see `_queue_key`) in order, queues concurrently."""

    def __init__(self, world: World, execute: Execute) -> None:
        self._world = world
        self._execute = execute
        self._session = ClientSession(timeout=_TIMEOUT)
        self._queues: dict[str, deque[Json]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._connections = asyncio.Semaphore()

    def restart(self) -> None:
        """Stop all deliveries; deliver all pending updates to the webhook that is set now, if any."""
        self._drop_all()
        if (webhook := self._world.state.webhook) is not None:
            self._connections = asyncio.Semaphore(webhook.max_connections)
            for update in self._world.state.pending.values():
                self.push(update)

    def push(self, update: Json) -> None:
        """Queue an update for delivery; do nothing where no webhook is set."""
        if (webhook := self._world.state.webhook) is None:
            return
        queue = _queue_key(update)
        if queue in self._queues:
            self._queues[queue].append(update)
            return
        self._queues[queue] = deque([update])
        task = asyncio.create_task(self._deliver_queue(queue, webhook))
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
        self._queues.clear()

    async def _deliver_queue(self, queue: str, webhook: Webhook) -> None:
        updates = self._queues[queue]
        delay = FIRST_RETRY_DELAY_SECONDS
        while updates:
            async with self._connections:
                accepted = await self._deliver(updates[0], webhook)
            if accepted:
                delay = FIRST_RETRY_DELAY_SECONDS
                if not self._world.updates.take_repeat():
                    self._world.state.pending.pop(updates.popleft()["update_id"], None)
                    self._world.touch()
            else:
                await asyncio.sleep(delay)
                delay = min(delay * 2, _LONGEST_RETRY_DELAY_SECONDS)
        if self._queues.get(queue) is updates:
            del self._queues[queue]

    async def _deliver(self, update: Json, webhook: Webhook) -> bool:
        """Post one update; return whether the bot has accepted it."""
        headers = {_HEADER: webhook.secret_token} if webhook.secret_token else {}
        try:
            async with self._session.post(webhook.url, json=update, headers=headers) as response:
                if not response.ok or response.status >= HTTPStatus.MULTIPLE_CHOICES:
                    return self._failed(
                        f"Wrong response from the webhook: {response.status} {response.reason}"
                    )
                parameters = await _method_call(response)
        except (ClientError, TimeoutError, OSError) as error:
            return self._failed(str(error) or type(error).__name__)
        self._world.presence.mark_online()
        await self._execute_call(parameters)
        return True

    async def _execute_call(self, parameters: dict[str, object]) -> None:
        """Execute the method call in the webhook's response, if any; its result is discarded."""
        method = parameters.pop("method", None)
        if isinstance(method, str):
            try:
                await self._execute(self._world, method, parameters)
            except BotApiError as refused:
                self._store_error(refused.description)

    def _failed(self, reason: str) -> bool:
        self._store_error(reason)
        self._world.presence.mark_offline()
        return False

    def _store_error(self, reason: str) -> None:
        self._world.updates.last_error = {"last_error_date": self._world.now, "last_error_message": reason}


async def _method_call(response: ClientResponse) -> dict[str, object]:
    """Return the parameters of the method call in the webhook's response, or an empty dictionary."""
    try:
        if response.content_type.startswith("multipart/"):
            return await read_multipart(MultipartReader.from_response(response).stream)
        return read_json(await response.read())
    except (ValueError, RecursionError, BotApiError):
        return {}


def _queue_key(update: Json) -> str:
    """Return the key of an update's queue: one for each chat, and one for each person's queries."""
    kind, content = next((name, value) for name, value in update.items() if name != "update_id")
    if "query" in kind:
        return f"{kind}:{content['from']['id']}"
    return str(content["chat"]["id"])
