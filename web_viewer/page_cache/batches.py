"""What many ask for at the same time is asked in one go: for all it costs little more than for one."""

import asyncio
from asyncio import Future
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
_AT_ONCE: Final = 100


class Batches(Generic[Asked, Answer]):
    """`answer_all` answers in the order of what it is asked. It may be asked the same more than once."""

    def __init__(self, answer_all: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]]) -> None:
        self._answer_all = answer_all
        self._waiting: list[tuple[Asked, Future[Answer]]] = []
        self._asking: set[asyncio.Task[None]] = set()

    async def ask(self, asked: Asked) -> Answer:
        """Raises what `answer_all` does."""
        return await self._add(asked)

    def tell(self, asked: Asked) -> None:
        """For whom no answer matters, nor whether there is one."""
        self._add(asked).add_done_callback(Future.exception)

    async def finish(self) -> None:
        """All that was asked is answered."""
        self._go()
        await asyncio.gather(*self._asking)

    def _add(self, asked: Asked) -> "Future[Answer]":
        loop = asyncio.get_running_loop()
        future: Future[Answer] = loop.create_future()
        self._waiting.append((asked, future))
        if len(self._waiting) == 1:
            # Whoever comes in the same turn of the loop travels along.
            loop.call_soon(self._go)
        elif len(self._waiting) >= _AT_ONCE:
            self._go()
        return future

    def _go(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting:
            task = asyncio.create_task(self._settle(waiting))
            # asyncio itself holds a task only weakly.
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    async def _settle(self, waiting: Sequence[tuple[Asked, Future[Answer]]]) -> None:
        try:
            answers = await self._answer_all([asked for asked, _ in waiting])
            answered = list(zip(waiting, answers, strict=True))
        except Exception as fault:  # whatever it is, it is theirs who asked
            for _, future in waiting:
                if not future.done():
                    future.set_exception(fault)
            return
        for (_, future), answer in answered:
            if not future.done():
                future.set_result(answer)
