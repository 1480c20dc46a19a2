"""Batches of questions: asked together, many cost little more than one."""

import asyncio
from asyncio import Future
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")
_BATCH_SIZE: Final = 100


class Batches(Generic[Question, Answer]):
    """Collects the questions of one turn of the event loop, up to 100, and passes them on together.

    `answer_all` returns the answers in the order of the questions.
    """

    def __init__(self, answer_all: Callable[[Sequence[Question]], Awaitable[Sequence[Answer]]]) -> None:
        self._answer_all = answer_all
        self._waiting: list[tuple[Question, Future[Answer]]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def ask(self, question: Question) -> Answer:
        """Return the answer. Raises what `answer_all` raises."""
        return await self._add(question)

    def send(self, question: Question) -> None:
        """Ask without waiting for the answer; an error is ignored."""
        self._add(question).add_done_callback(Future.exception)

    async def finish(self) -> None:
        """Wait until everything is answered."""
        self._start()
        await asyncio.gather(*self._tasks)

    def _add(self, question: Question) -> "Future[Answer]":
        loop = asyncio.get_running_loop()
        future: Future[Answer] = loop.create_future()
        self._waiting.append((question, future))
        if len(self._waiting) == 1:
            loop.call_soon(self._start)
        elif len(self._waiting) >= _BATCH_SIZE:
            self._start()
        return future

    def _start(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting:
            task = asyncio.create_task(self._answer(waiting))
            # asyncio itself holds a task only weakly.
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _answer(self, waiting: Sequence[tuple[Question, "Future[Answer]"]]) -> None:
        try:
            answers = await self._answer_all([question for question, _ in waiting])
            answered = list(zip(waiting, answers, strict=True))
        except Exception as error:  # it belongs to those who asked
            for _, future in waiting:
                if not future.done():
                    future.set_exception(error)
            return
        for (_, future), answer in answered:
            if not future.done():
                future.set_result(answer)
