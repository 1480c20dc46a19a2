"""The pool of workers: results, limits, and recovery after the death of processes."""

import asyncio
import json
import os
import select
import signal
from functools import partial

import pytest

from bot.formatting.drafts import FormattedText, TextEntity, draft_of_formatted
from kernel.workers.frames import WorkFailed
from kernel.workers.pool import WorkerDied, WorkerPool
from posts.analysis.work import make_draft
from tests.analysts import ANALYST
from tests.kernel.workers import work

_NEEDLESS = {
    *"aiogram aiohttp asyncio asyncpg celery obstore".split(),
    *"pydantic redis segno sqlalchemy structlog".split(),
}


@pytest.fixture(scope="module")
async def pool():
    """A pool for several tests, whose workers some of them kill."""
    pool = WorkerPool("tests.kernel.workers.work", seconds=1)
    yield pool
    await pool.stop()


async def number_from(pool, function, **options):
    return int((await pool.run((function, ()), **options))[0])


async def works(pool):
    return await pool.run((work.greeting, ("you",))) == [b"hello you"]


async def ends(process):
    """Wait until the process has ended."""
    try:
        descriptor = os.pidfd_open(process)
    except ProcessLookupError:
        return
    readable, _, _ = await asyncio.to_thread(select.select, [descriptor], [], [], 10)
    os.close(descriptor)
    assert readable


async def test_parallel_calls_get_their_own_results(pool):
    names = [str(number) for number in range(50)]
    found = await asyncio.gather(*(pool.run((work.greeting, (name,))) for name in names))
    assert found == [work.greeting(name) for name in names]


async def test_a_worker_is_another_process_that_is_reused_until_its_work_fails(pool):
    first = await number_from(pool, work.its_process)
    assert first != os.getpid()
    assert await number_from(pool, work.its_process) == first
    with pytest.raises(WorkFailed, match="ValueError: of this work"):
        await pool.run((work.raising, ()))
    assert await number_from(pool, work.its_process) != first
    assert await works(pool)


@pytest.mark.parametrize(
    ("deadly", "error", "reason"),
    [
        (work.dying, WorkerDied, None),
        (work.computing_for_ever, WorkerDied, None),
        (work.taking_all_memory, WorkFailed, "MemoryError"),
    ],
)
async def test_work_that_kills_or_exceeds_a_limit_fails_alone(pool, deadly, error, reason):
    with pytest.raises(error, match=reason):
        await pool.run((deadly, ()))
    assert await works(pool)


async def test_a_worker_that_died_while_idle_is_replaced(pool):
    worker = await number_from(pool, work.its_process)
    os.kill(worker, signal.SIGKILL)
    await ends(worker)
    assert await works(pool)


async def test_the_pool_recovers_from_the_death_of_all_processes(pool):
    server, worker = [await number_from(pool, each) for each in (work.its_fork_server, work.its_process)]
    os.kill(server, signal.SIGKILL)
    await ends(server)
    await ends(worker)
    assert await works(pool)
    assert await number_from(pool, work.its_fork_server) != server


async def test_large_work_leaves_a_worker_for_small_work_and_its_memory_is_freed(pool, tmp_path):
    pipes = [tmp_path / name for name in ("one", "two")]
    for pipe in pipes:
        os.mkfifo(pipe)
    large = [asyncio.create_task(pool.run((work.waiting_for, (pipe,)), is_large=True)) for pipe in pipes]
    for _ in range(20):
        assert await works(pool)
    assert not any(task.done() for task in large)
    for pipe, task in zip(pipes, large, strict=True):
        await asyncio.to_thread(pipe.write_bytes, b"at last")
        assert await task == [b"at last"]
    await ends(await number_from(pool, work.its_process, is_large=True))


async def test_cancelled_work_does_not_cause_wrong_results(pool, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    waiting = asyncio.create_task(pool.run((work.waiting_for, (pipe,))))
    await asyncio.to_thread(pipe.write_bytes, b"")
    waiting.cancel()
    await asyncio.wait([waiting])
    for _ in range(5):
        assert await works(pool)


async def test_logs_of_workers_have_the_usual_format_and_stop_ends_all_processes(capfd, monkeypatch):
    monkeypatch.setenv("LOG_FORMAT", "json")
    pool = WorkerPool("tests.kernel.workers.work")
    for _ in range(2):
        await pool.run((work.warning, ()))
    events = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    logged = [(event["event"], event["level"], event["logger"]) for event in events]
    assert logged == [("hard work", "warning", "work")] * 2
    running = [await number_from(pool, each) for each in (work.its_fork_server, work.its_process)]
    await pool.stop()
    for process in running:
        await ends(process)


async def packages_of(pool):
    return {package.decode() for package in await pool.run((work.its_packages, ()))}


async def test_a_worker_of_the_viewer_has_only_in_memory_what_its_work_needs():
    pool = WorkerPool("web_viewer.rendering.work", workers=1)
    packages = await packages_of(pool)
    await pool.stop()
    assert "web_viewer" in packages
    assert not _NEEDLESS & packages


async def test_a_worker_of_the_bot_has_only_in_memory_what_its_work_needs():
    pool = ANALYST.workers
    assert not _NEEDLESS & await packages_of(pool)
    text = FormattedText("bold", (TextEntity("bold", 0, 4),))
    made = await pool.run((make_draft, (partial(draft_of_formatted, text, None, None, ()),)))
    assert made[1] == b"**bold**"
    packages = await packages_of(pool)
    assert {"bot", "posts"} <= packages
    assert not _NEEDLESS & packages
