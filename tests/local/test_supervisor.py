"""Start and end of services, with small programs in real processes."""

import asyncio
import os
import signal

import pytest

from local.errors import PartEnded
from local.service import Service
from local.supervisor import Supervisor
from tests.patience import awake

POLITE = "import signal; print('ready', flush=True); signal.pause()"
STUBBORN = (
    "import signal; signal.signal(15, signal.SIG_IGN); print('ready', flush=True)\nwhile True: signal.pause()"
)
SAYS_BYE = (
    "import atexit, signal, sys; atexit.register(print, 'bye'); signal.signal(15, lambda *_: sys.exit())\n"
)
FLEETING = "print('ready', flush=True); exit('that was all')"
LOUD = r"""
import signal, sys
sys.stdout.buffer.write(b"not ready yet\n" + b"x" * 3_000_000 + b"\n" + b"\xff\xfe\n" + b"ready port=1\n")
sys.stdout.flush()
signal.pause()
"""


@pytest.fixture
def lines():
    return []


@pytest.fixture
def service(lines):
    def make(name, program):
        return Service(name, "-I", "-c", program, show=lambda who, line: lines.append((who, line)))

    return make


async def supervised(*layers, then):
    supervisor = Supervisor(on_stop=lambda: None)

    async def start():
        for layer in layers:
            await supervisor.start(layer)
        await then()

    await supervisor.run(start())


def interrupt():
    os.kill(os.getpid(), signal.SIGINT)


async def interrupted():
    interrupt()
    await asyncio.Event().wait()


async def test_a_service_is_ready_when_it_says_so_and_odd_lines_do_not_stop_its_output(service, lines):
    loud = service("loud", LOUD)
    await loud.start()
    assert loud.ready_line == "ready port=1"
    await loud.stop()
    assert lines[0] == ("loud", "not ready yet")
    assert lines[-2:] == [("loud", "��"), ("loud", "ready port=1")]


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-23T21:40:34Z [info     ] ready                          [bot] username=a_bot",
        '{"username": "a_bot", "event": "ready", "level": "info"}',
    ],
)
async def test_both_log_formats_are_understood(service, line):
    logger = service("logger", f"import signal; print({line!r}, flush=True); signal.pause()")
    await logger.start()
    assert logger.ready_line == line
    await logger.stop()


async def test_a_service_that_ends_before_it_is_ready_is_named_with_its_last_lines(service):
    with pytest.raises(PartEnded, match=r"(?s)broken stopped unexpectedly.*no such table"):
        await service("broken", "raise SystemExit('no such table')").start()


async def test_a_signal_during_the_start_stops_the_started_layers_in_the_opposite_order(service, lines):
    first, second = (service(name, SAYS_BYE + POLITE) for name in ("first", "second"))
    await supervised(first, second, then=interrupted)
    assert [who for who, line in lines if line == "bye"] == ["second", "first"]


async def test_a_part_that_ends_by_itself_ends_the_others(service):
    steady, fleeting = service("steady", POLITE), service("fleeting", FLEETING)
    with pytest.raises(PartEnded, match=r"(?s)fleeting stopped unexpectedly.*that was all"):
        await supervised(steady, fleeting, then=asyncio.Event().wait)
    assert not steady.is_running


async def test_an_error_during_the_start_stops_the_parts_that_had_started(service):
    steady = service("steady", POLITE)

    async def fail():
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        await supervised(steady, then=fail)
    assert not steady.is_running


async def test_a_second_signal_kills_a_part_that_does_not_stop(service):
    supervisor, began = Supervisor(on_stop=interrupt), 0.0

    async def start():
        nonlocal began
        await supervisor.start(service("stubborn", STUBBORN))
        began = clock.seconds
        interrupt()

    async with awake() as clock:
        await supervisor.run(start())
    assert clock.seconds - began < 5, "its grace is eight seconds"
