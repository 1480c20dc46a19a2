"""The pool of workers: results, limits, and recovery after the death of processes."""

import asyncio
import json
import os
import select
import signal
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from bot.formatting.drafts import FormattedText, TextEntity, draft_of_formatted
from kernel.workers.frames import WorkFailed
from kernel.workers.pool import WorkerDied, WorkerPool
from posts.analysis.work import make_draft
from tests.kernel.workers import work

_NEEDLESS = {
    *"aiogram aiohttp asyncio asyncpg celery obstore".split(),
    *"pydantic redis segno sqlalchemy structlog".split(),
}


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    pool = WorkerPool("tests.kernel.workers.work")
    yield pool
    await pool.stop()


async def number_from(pool: WorkerPool, function: Callable[[], list[bytes]]) -> int:
    return int((await pool.run((function, ())))[0])


async def ends(process: int) -> None:
    """Wait until the process has ended."""
    try:
        descriptor = os.pidfd_open(process)
    except ProcessLookupError:
        return
    readable, _, _ = await asyncio.to_thread(select.select, [descriptor], [], [], 10)
    os.close(descriptor)
    assert readable


async def test_a_worker_returns_results(pool: WorkerPool) -> None:
    assert await pool.run((work.greeting, ("you",))) == [b"hello you"]


async def test_parallel_calls_get_their_own_results(pool: WorkerPool) -> None:
    names = [str(number) for number in range(50)]
    found = await asyncio.gather(*(pool.run((work.greeting, (name,))) for name in names))
    assert found == [work.greeting(name) for name in names]


async def test_work_runs_in_another_process_which_is_reused(pool: WorkerPool) -> None:
    first = await number_from(pool, work.its_process)
    assert first != os.getpid()
    assert await number_from(pool, work.its_process) == first


async def test_an_error_of_the_work_is_raised_and_the_worker_stays(pool: WorkerPool) -> None:
    first = await number_from(pool, work.its_process)
    with pytest.raises(WorkFailed, match="ValueError: of this work"):
        await pool.run((work.raising, ()))
    assert await number_from(pool, work.its_process) != first
    assert await pool.run((work.greeting, ("you",))) == [b"hello you"]


@pytest.mark.parametrize("deadly", [work.dying, work.computing_for_ever])
async def test_the_death_of_a_worker_fails_only_its_own_work(
    pool: WorkerPool, deadly: Callable[[], list[bytes]]
) -> None:
    with pytest.raises(WorkerDied):
        await pool.run((deadly, ()))
    assert await pool.run((work.greeting, ("you",))) == [b"hello you"]


async def test_the_memory_of_a_worker_is_limited(pool: WorkerPool) -> None:
    with pytest.raises(WorkFailed, match="MemoryError"):
        await pool.run((work.taking_all_memory, ()))


async def test_a_worker_that_died_while_idle_is_replaced(pool: WorkerPool) -> None:
    worker = await number_from(pool, work.its_process)
    os.kill(worker, signal.SIGKILL)
    await ends(worker)
    assert await pool.run((work.greeting, ("you",))) == [b"hello you"]


async def test_the_pool_recovers_from_the_death_of_all_processes(pool: WorkerPool) -> None:
    server, worker = [await number_from(pool, each) for each in (work.its_fork_server, work.its_process)]
    os.kill(server, signal.SIGKILL)
    await ends(server)
    await ends(worker)
    assert await pool.run((work.greeting, ("you",))) == [b"hello you"]
    assert await number_from(pool, work.its_fork_server) != server


async def test_large_work_leaves_a_worker_for_small_work(pool: WorkerPool, tmp_path: Path) -> None:
    pipes = [tmp_path / name for name in ("one", "two")]
    for pipe in pipes:
        os.mkfifo(pipe)
    large = [asyncio.create_task(pool.run((work.waiting_for, (pipe,)), is_large=True)) for pipe in pipes]
    for _ in range(20):
        assert await pool.run((work.greeting, ("you",))) == [b"hello you"]
    assert not any(task.done() for task in large)
    for pipe, task in zip(pipes, large, strict=True):
        await asyncio.to_thread(pipe.write_bytes, b"at last")
        assert await task == [b"at last"]


async def test_the_memory_of_large_work_is_freed(pool: WorkerPool) -> None:
    worker = int((await pool.run((work.its_process, ()), is_large=True))[0])
    await ends(worker)


async def test_cancelled_work_does_not_cause_wrong_results(pool: WorkerPool, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    waiting = asyncio.create_task(pool.run((work.waiting_for, (pipe,))))
    await asyncio.to_thread(pipe.write_bytes, b"")
    waiting.cancel()
    await asyncio.wait([waiting])
    for _ in range(5):
        assert await pool.run((work.greeting, ("you",))) == [b"hello you"]


async def test_stop_ends_all_processes(pool: WorkerPool) -> None:
    running = [await number_from(pool, each) for each in (work.its_fork_server, work.its_process)]
    await pool.stop()
    for process in running:
        await ends(process)


async def test_logs_of_workers_have_the_usual_format(
    pool: WorkerPool, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_FORMAT", "json")
    for _ in range(2):
        await pool.run((work.warning, ()))
    events = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    told = [(event["event"], event["level"], event["logger"]) for event in events]
    assert told == [("hard work", "warning", "work")] * 2


@pytest.mark.parametrize("module", ["posts.analysis.work", "web_viewer.rendering.warm_up"])
async def test_a_worker_has_in_memory_what_its_work_needs_and_nothing_else(module: str) -> None:
    pool = WorkerPool(module)
    try:
        packages = [package.decode() for package in await pool.run((work.its_packages, ()))]
    finally:
        await pool.stop()
    assert module.partition(".")[0] in packages
    assert not _NEEDLESS & {*packages}


async def test_a_worker_that_formats_messages_does_not_load_aiogram() -> None:
    text = FormattedText("bold", (TextEntity("bold", 0, 4),))
    pool = WorkerPool("posts.analysis.work", workers=1)
    try:
        made = await pool.run((make_draft, (partial(draft_of_formatted, text, None, None, ()),)))
        packages = [package.decode() for package in await pool.run((work.its_packages, ()))]
    finally:
        await pool.stop()
    assert made[1] == b"**bold**"
    assert "bot" in packages
    assert not _NEEDLESS & {*packages}
