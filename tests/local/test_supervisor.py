"""Start and end of services, with small programs in real processes."""

import asyncio
import os
import signal
import textwrap
from collections.abc import Awaitable, Callable

import pytest

from local.errors import PartEnded
from local.service import Service
from local.supervisor import Supervisor
from tests.patience import awake

POLITE = "import signal; print('ready', flush=True); signal.pause()"
STUBBORN = (
    "import signal; signal.signal(15, signal.SIG_IGN); print('ready', flush=True)\nwhile True: signal.pause()"
)

Lines = list[tuple[str, str]]
Make = Callable[[str, str], Service]


@pytest.fixture
def lines() -> Lines:
    return []


@pytest.fixture
def service(lines: Lines) -> Make:
    def make(name: str, program: str) -> Service:
        return Service(name, "-c", textwrap.dedent(program), show=lambda who, line: lines.append((who, line)))

    return make


async def supervised(*layers: tuple[Service, ...], then: Callable[[], Awaitable[None] | None]) -> None:
    supervisor = Supervisor(on_stop=lambda: None)

    async def start() -> None:
        for layer in layers:
            await supervisor.start(*layer)
        waiting = then()
        if waiting:
            await waiting

    await supervisor.run(start())


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


async def test_a_service_is_ready_when_it_says_so(service: Make, lines: Lines) -> None:
    talker = service("talker", "print('not ready yet'); print('ready port=1', flush=True); input()")
    await talker.start()
    assert talker.ready_line == "ready port=1"
    await talker.stop()
    assert lines[:2] == [("talker", "not ready yet"), ("talker", "ready port=1")]


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-23T21:40:34Z [info     ] ready                          [bot] username=a_bot",
        '{"username": "a_bot", "event": "ready", "level": "info"}',
    ],
)
async def test_both_log_formats_are_understood(service: Make, line: str) -> None:
    logger = service("logger", f"import time; print({line!r}, flush=True); time.sleep(60)")
    await logger.start()
    assert logger.ready_line == line
    await logger.stop()


async def test_a_service_that_ends_before_it_is_ready_is_named_with_its_last_lines(service: Make) -> None:
    with pytest.raises(PartEnded, match=r"(?s)broken stopped unexpectedly.*no such table"):
        await service("broken", "raise SystemExit('no such table')").start()


async def test_overlong_and_broken_lines_do_not_stop_the_output(service: Make, lines: Lines) -> None:
    program = r"""
        import sys, time
        sys.stdout.buffer.write(b"x" * 3_000_000 + b"\n" + b"\xff\xfe\n" + b"ready\n")
        sys.stdout.flush()
        time.sleep(60)
    """
    loud = service("loud", program)
    await loud.start()
    assert ("loud", "��") in lines
    await loud.stop()


async def test_layers_stop_in_the_opposite_order(service: Make, lines: Lines) -> None:
    program = (
        "import atexit, signal, sys; atexit.register(print, 'bye'); signal.signal(15, lambda *_: sys.exit());"
    )
    first, second = (service(name, f"{program} {POLITE}") for name in ("first", "second"))
    await supervised((first,), (second,), then=interrupt)
    assert [who for who, line in lines if line == "bye"] == ["second", "first"]


async def test_a_part_that_ends_by_itself_ends_the_others(service: Make) -> None:
    steady = service("steady", POLITE)
    fleeting = service(
        "fleeting", "import time; print('ready', flush=True); time.sleep(0.2); exit('that was all')"
    )
    with pytest.raises(PartEnded, match=r"(?s)fleeting stopped unexpectedly.*that was all"):
        await supervised((steady,), (fleeting,), then=lambda: None)
    assert not steady.runs


async def test_an_error_during_the_start_stops_the_parts_that_had_started(service: Make) -> None:
    steady = service("steady", POLITE)

    def fail() -> None:
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        await supervised((steady,), then=fail)
    assert not steady.runs


async def test_a_signal_during_the_start_stops_the_parts_that_had_started(service: Make) -> None:
    steady = service("steady", POLITE)

    async def interrupted() -> None:
        interrupt()
        await asyncio.Event().wait()

    await supervised((steady,), then=interrupted)
    assert not steady.runs


async def test_a_second_signal_kills_a_part_that_does_not_stop(service: Make) -> None:
    stubborn = service("stubborn", STUBBORN)
    supervisor = Supervisor(on_stop=interrupt)
    began = 0.0

    async def start() -> None:
        nonlocal began
        await supervisor.start(stubborn)
        began = clock.seconds
        interrupt()

    async with awake() as clock:
        await supervisor.run(start())
    assert clock.seconds - began < 5, "its grace is eight seconds"
