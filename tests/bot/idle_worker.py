"""Worker that is not started: it claims no chats, and none are offered to it."""

from typing import Any

from bot.queue_worker import Queue, QueueWorker


def idle() -> QueueWorker[Any]:
    return QueueWorker(Queue("idle", _nothing, _nothing, _nothing), at_once=1)


async def _nothing(*_: object) -> Any:
    raise AssertionError("it is not at work")
