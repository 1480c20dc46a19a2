"""The logs that a process writes to stderr."""

import json
import subprocess
import sys

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


def logged(log_format):
    program = _PROGRAM.format(log_format=log_format)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert "hunter2" not in done.stderr, "no traceback shows a password"
    return done.stderr


def test_json_has_an_event_a_line_with_its_values_and_traceback():
    events = [json.loads(line) for line in logged("json").splitlines()]
    assert [event["event"] for event in events] == ["published", "GET /", "failed", "failed too"]
    assert [event["level"] for event in events] == ["info", "warning", "error", "error"]
    assert all({"timestamp", "logger"} <= event.keys() for event in events)
    assert events[0].items() >= {"title": "Заметка", "update": 7, "logger": "postebin.test"}.items()
    assert all("ValueError: no\nway" in event["exception"] for event in events[2:])


def test_the_console_shows_events_and_tracebacks():
    lines = logged("console")
    assert all(words in lines for words in ("published", "title=Заметка", "ValueError: no"))
    assert "too quiet" not in lines
