"""Calls in daemon threads: a limited number at a time; the process ends without those that hang."""

import asyncio
import subprocess
import sys
from threading import Barrier, Event, Lock

import pytest

from kernel.daemon_threads import DaemonThreads
from tests.patience import PATIENCE

ENDS_WHILE_A_CALL_HANGS = """
import asyncio, threading
from kernel.daemon_threads import DaemonThreads

async def main():
    try:
        async with asyncio.timeout(0.1):
            await DaemonThreads().run(threading.Event().wait)
    except TimeoutError:
        print("given up")

asyncio.run(main())
"""


async def test_a_call_returns_and_raises_as_the_function_does():
    threads = DaemonThreads()
    assert await threads.run(lambda: 1) == 1
    with pytest.raises(ZeroDivisionError):
        await threads.run(lambda: 1 // 0)


async def test_only_some_calls_run_at_a_time_and_all_end():
    threads, lock, all_four = DaemonThreads(most=4), Lock(), Barrier(4, timeout=PATIENCE)
    running, most = 0, 0

    def call() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        all_four.wait()
        Event().wait(0.001)
        with lock:
            running -= 1

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(threads.run(call) for _ in range(200)))
    assert most == 4


async def test_a_cancelled_call_keeps_its_thread_until_it_ends():
    threads, end = DaemonThreads(most=1), Event()
    hanging = asyncio.create_task(threads.run(end.wait))
    await asyncio.sleep(0)
    hanging.cancel()
    waiting = asyncio.create_task(threads.run(lambda: "its turn"))
    await asyncio.sleep(0)
    assert not waiting.done()
    end.set()
    async with asyncio.timeout(PATIENCE):
        assert await waiting == "its turn"


def test_a_process_ends_while_a_call_hangs():
    words = (sys.executable, "-c", ENDS_WHILE_A_CALL_HANGS)
    ended = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=True)
    assert ended.stdout == "given up\n"
