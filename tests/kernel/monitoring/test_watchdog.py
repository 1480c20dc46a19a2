"""A process whose event loop stands still says so, and ends itself after a while."""

import asyncio
import signal
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

_PROGRAM = """
import asyncio, re, time
from kernel.logs import configure_logs
from kernel.monitoring.health import Health
from kernel.monitoring.heartbeat import watched_event_loop
from kernel.monitoring.watchdog import ending_when_unhealthy
from kernel.settings import LogSettings, MonitoringSettings

async def run():
    alive = Health()
    async with watched_event_loop(alive, max_seconds=0.2):
        with ending_when_unhealthy(MonitoringSettings(max_unhealthy_seconds=0.4), alive):
            await work()

async def work():
    {work}

configure_logs(LogSettings(log_format="console"))
asyncio.run(run())
"""


def started(work, **outputs):
    return subprocess.Popen([sys.executable, "-c", _PROGRAM.format(work=work)], text=True, **outputs)


def test_a_process_whose_loop_stalls_ends_itself_and_says_where_it_was():
    process = started("time.sleep(3600)", stderr=subprocess.PIPE)
    _, errors = process.communicate()
    assert process.returncode == EXIT_CODE
    assert "unhealthy_too_long" in errors
    assert "in work\n" in errors


def test_a_process_ends_itself_although_nobody_reads_its_log():
    full = "import os; os.set_blocking(2, False)\n    try:\n        while os.write(2, b'x' * 4096): pass\n"
    full += "    except BlockingIOError: os.set_blocking(2, True)\n    time.sleep(3600)"
    process = started(full, stderr=subprocess.PIPE)
    assert process.wait() == EXIT_CODE
    process.communicate()


def test_a_process_ends_itself_although_no_other_thread_can_run():
    process = started("await asyncio.sleep(0.3); re.match('(a+)+$', 'a' * 64 + 'b')")
    assert process.wait() == -signal.SIGVTALRM


def test_a_process_that_was_paused_goes_on():
    process = started("print('ready', flush=True); await asyncio.sleep(2)", stdout=subprocess.PIPE)
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGSTOP)
    time.sleep(1)  # longer than it may be unhealthy
    process.send_signal(signal.SIGCONT)
    process.communicate()
    assert process.returncode == 0


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
