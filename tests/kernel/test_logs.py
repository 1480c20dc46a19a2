"""The logs that a process writes to stderr."""

import json
import subprocess
import sys
from typing import Any

import pytest

_PROGRAM = """
import logging, structlog
from kernel.logs import configure_logs
from kernel.settings import LogSettings

configure_logs(LogSettings(log_format={log_format!r}))
log = structlog.get_logger("postebin.test")
structlog.contextvars.bind_contextvars(update=7)
log.debug("too quiet")
log.info("published", title="Заметка", key=b"x")
logging.getLogger("aiohttp.access").warning("GET %s", "/")

def log_in(password):
    raise ValueError("no\\nway")

try:
    log_in("hunter" + str(2))
except ValueError:
    log.exception("failed")
    logging.getLogger("old").exception("failed too")
"""


def logged(log_format: str) -> list[str]:
    program = _PROGRAM.format(log_format=log_format)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr.splitlines()


@pytest.fixture(scope="module")
def events() -> list[dict[str, Any]]:
    return [json.loads(line) for line in logged("json")]


def test_json_has_an_event_a_line(events: list[dict[str, Any]]) -> None:
    assert [event["event"] for event in events] == ["published", "GET /", "failed", "failed too"]
    assert [event["level"] for event in events] == ["info", "warning", "error", "error"]
    assert all({"timestamp", "logger"} <= event.keys() for event in events)


def test_an_event_has_its_values(events: list[dict[str, Any]]) -> None:
    assert events[0]["title"] == "Заметка"
    assert events[0]["update"] == 7
    assert events[0]["logger"] == "postebin.test"


def test_a_traceback_stays_in_its_line(events: list[dict[str, Any]]) -> None:
    for event in events[2:]:
        assert "ValueError: no\nway" in event["exception"]


def test_the_console_shows_events_and_tracebacks() -> None:
    lines = "\n".join(logged("console"))
    assert "published" in lines
    assert "title=Заметка" in lines
    assert "ValueError: no" in lines
    assert "too quiet" not in lines


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_no_traceback_shows_a_password(log_format: str) -> None:
    lines = "".join(logged(log_format))
    assert "ValueError" in lines
    assert "hunter2" not in lines
