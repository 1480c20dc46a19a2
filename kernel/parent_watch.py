"""End processes with their parent where the kernel does not do it: macOS has no PR_SET_PDEATHSIG.

A process of ours watches its parent in a thread. A program of somebody else's (Postgres) cannot, so each
parent keeps a small shell process, the reaper, that reads from a pipe which children to end. The pipe closes
when the parent has died, and only then the reaper ends them.
"""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Final

_INTERVAL: Final = 0.5  # seconds between two looks at the parent

# A line is a signal's number and a process'. When a process began tells it from a later one with its number.
_REAPER: Final = """
began() { TZ=UTC LC_ALL=C ps -o lstart= -p "$1" | tr -d ' '; }
while read -r signal process; do
    children="$children $signal,$process,$(began "$process")"
done
for child in $children; do
    IFS=, read -r signal process start <<END
$child
END
    if [ "$(began "$process")" = "$start" ]; then kill -s "$signal" "$process"; fi
done
"""


def watch_parent(last_signal: signal.Signals) -> None:
    """Send this process `last_signal` within half a second of its parent's death."""
    threading.Thread(
        target=_watch, args=(os.getppid(), last_signal), name="parent watch", daemon=True
    ).start()


def registering(last_signal: signal.Signals) -> Callable[[], None]:
    """Return what registers a child with this process' reaper, between fork and exec (`preexec_fn`).

    Its copy of the pipe closes at exec, so the reaper cannot miss it, whenever the parent dies.
    """
    reaper = _reaper(os.getpid())
    assert reaper.stdin is not None  # noqa: S101 - it is a pipe
    pipe = reaper.stdin.fileno()

    def register() -> None:
        os.write(pipe, f"{int(last_signal)} {os.getpid()}\n".encode())

    return register


def _watch(parent: int, last_signal: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(_INTERVAL)
    os.kill(os.getpid(), last_signal)


@cache
def _reaper(parent: int) -> subprocess.Popen[bytes]:  # noqa: ARG001 - a forked process is a parent of its own
    """Start the reaper of this process. The cache keeps it, so its pipe is open until this process ends."""
    return subprocess.Popen(  # noqa: S603 - our own script
        ("/bin/sh", "-c", _REAPER),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
