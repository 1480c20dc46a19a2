"""Makes workers: has everything loaded once, and forks whenever a connection is handed over.

So a worker costs a few milliseconds and a few megabytes: the rest is shared. Its one thread is what makes
forking safe. Started by the pool as `python -m kernel.workers.forkserver DESCRIPTOR MODULE SECONDS`, where
the module's `warm_up` loads what the work needs. SECONDS of a processor are for one piece of work.
"""

import ctypes
import gc
import os
import signal
import socket
import sys
from importlib import import_module

from kernel.parent_death import follow_parent
from kernel.workers.late_logs import configure_logs_late
from kernel.workers.worker import work_for


def main(control: socket.socket, module: str, seconds: float) -> None:
    """Ends when the process that started it does, and its workers with it."""
    configure_logs_late()
    # Ctrl-C is for that process, which still needs workers for what is under way.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    import_module(module).warm_up()
    _settle()
    while connection := _next_connection(control):
        with connection:
            _fork_worker(connection, control, seconds)


def _settle() -> None:
    """Before there are workers: what is there by now stays."""
    # What the collector never looks at is never written to, and so stays shared.
    gc.collect()
    gc.freeze()
    # glibc keeps what was freed, and each worker would write to it: 10 MB after rendering.
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def _next_connection(control: socket.socket) -> socket.socket | None:
    _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    return socket.socket(fileno=descriptors[0]) if descriptors else None


def _fork_worker(connection: socket.socket, control: socket.socket, seconds: float) -> None:
    server = os.getpid()
    if os.fork():
        return
    control.close()
    follow_parent()
    try:
        if os.getppid() == server:
            work_for(connection, seconds)
    finally:
        # Not by an exception through the server's own frames, whatever happens.
        os._exit(0)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2], float(sys.argv[3]))
