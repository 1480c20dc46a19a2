"""Processes that end when their parent process dies, however it dies.

Linux sends a signal by itself (`PR_SET_PDEATHSIG`). macOS has nothing like it: there, a Python process
watches its parent in a thread. A foreign program (Postgres) cannot do that, so each parent starts a small
shell process, the reaper, which reads from a pipe the children to end. The pipe closes when the parent dies,
and only then does the reaper end them.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Final

_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h
_WATCH_INTERVAL_SECONDS: Final = 0.5

_libc: Final = ctypes.CDLL(None) if sys.platform == "linux" else None

# Each line that it reads is a signal and a process id. The time at which a process started distinguishes it
# from a later one with the same id.
_REAPER_SCRIPT: Final = """
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


def end_with_parent(last_signal: signal.Signals = signal.SIGKILL) -> None:
    """Have this process sent `last_signal` when its parent dies; on macOS within half a second.

    Linux watches the thread that forked, not its process: fork from a thread that lasts.
    """
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(last_signal))
        return
    threading.Thread(
        target=_watch_parent, args=(os.getppid(), last_signal), name="parent watch", daemon=True
    ).start()


def ending_with_parent(last_signal: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """Return a `preexec_fn` for a child of this process, which ends that child as `end_with_parent` does."""
    if _libc is None:
        return _registering_with_reaper(last_signal)
    parent = os.getpid()

    def prepare_child() -> None:
        end_with_parent(last_signal)
        # The parent may have died before the line above.
        if os.getppid() != parent:
            os._exit(1)

    return prepare_child


def _watch_parent(parent: int, last_signal: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(_WATCH_INTERVAL_SECONDS)
    os.kill(os.getpid(), last_signal)


def _registering_with_reaper(last_signal: signal.Signals) -> Callable[[], None]:
    reaper = _reaper(os.getpid())
    assert reaper.stdin is not None  # noqa: S101 - it is a pipe
    pipe = reaper.stdin.fileno()

    def register() -> None:
        # The child's copy of the pipe closes at exec, so the reaper has read this whenever the parent dies.
        os.write(pipe, f"{int(last_signal)} {os.getpid()}\n".encode())

    return register


@cache
def _reaper(parent: int) -> subprocess.Popen[bytes]:  # noqa: ARG001 - each forked process has a reaper of its own
    """Start the reaper of this process. The cache keeps its pipe open until this process ends."""
    return subprocess.Popen(  # noqa: S603 - our own script
        ("/bin/sh", "-c", _REAPER_SCRIPT),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
