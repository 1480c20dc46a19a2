"""A process whose event loop stands still says so, and ends itself after a while."""

import asyncio
import subprocess
import sys
import time
from threading import Event, Thread

from kernel.monitoring.health import Health
from kernel.monitoring.heartbeat import watched_event_loop
from kernel.monitoring.server import monitoring
from kernel.monitoring.watchdog import EXIT_CODE, ending_when_unhealthy
from kernel.settings import MonitoringSettings
from local.ports import free_port
from tests.kernel.monitoring.test_server import answer

_STALLED = """
import asyncio, time
from kernel.monitoring.health import Health
from kernel.monitoring.heartbeat import watched_event_loop
from kernel.monitoring.watchdog import ending_when_unhealthy
from kernel.settings import MonitoringSettings

async def stall():
    alive = Health()
    async with watched_event_loop(alive, max_seconds=0.2):
        with ending_when_unhealthy(MonitoringSettings(max_unhealthy_seconds=0.4), alive):
            time.sleep(3600)

asyncio.run(stall())
"""


def test_a_process_whose_loop_stalls_ends_itself_and_says_where_it_was():
    ended = subprocess.run([sys.executable, "-c", _STALLED], stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == EXIT_CODE
    assert 'in stall\n  File "' in ended.stderr.replace("<string>", "")


def test_a_stalled_loop_is_a_problem_and_one_that_goes_on_is_none():
    alive, stall = Health(), Event()

    async def run() -> None:
        async with watched_event_loop(alive, max_seconds=0.2):
            started.set()
            await asyncio.to_thread(stall.wait)
            time.sleep(1)  # noqa: ASYNC251 - this is the stall
            await asyncio.to_thread(over.wait)

    started, over = Event(), Event()
    thread = Thread(target=asyncio.run, args=(run(),))
    thread.start()
    started.wait()
    settings = MonitoringSettings(monitoring_port=free_port(), max_unhealthy_seconds=3600)
    with ending_when_unhealthy(settings, alive), monitoring(settings, alive, Health()) as port:
        stall.set()
        while answer(port, "/healthz")[0] == 200:
            pass
        assert "event loop: has stood still for" in answer(port, "/healthz")[1]
        while answer(port, "/healthz")[0] != 200:
            pass
    over.set()
    thread.join()
