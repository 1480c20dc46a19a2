"""The fork server: a process that has loaded everything once, and forks a worker for each connection it gets.

A worker then costs a few milliseconds and a few megabytes, because the rest of its memory is shared. Forking
is safe because the server has one thread. `fork_client` starts it as
`python -m kernel.workers.forkserver DESCRIPTOR MODULE SECONDS`: MODULE has a function `warm_up`, which loads
what the work needs, and SECONDS is the processor time that one piece of work may take.
"""

import ctypes
import gc
import logging
import os
import signal
import socket
import sys
from importlib import import_module

from kernel.parent_death import end_with_parent
from kernel.workers.worker import work_for


def main(control: socket.socket, module: str, seconds: float) -> None:
    """Fork workers until the process at the other end of `control` has ended; workers end with this one."""
    logging.basicConfig(level=logging.INFO, handlers=[_LazyHandler()], force=True)
    # Ctrl-C is for the parent process, which still needs workers for what it has begun.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no worker's exit status is waited for
    import_module(module).warm_up()
    _prepare_memory()
    while connection := _next_connection(control):
        with connection:
            _fork_worker(connection, control, seconds)


class _LazyHandler(logging.Handler):
    """Configures logging at the first event: settings and formatters take 20 MB, and few workers log."""

    def emit(self, record: logging.LogRecord) -> None:
        from kernel.logs import configure_logs
        from kernel.settings import LogSettings, read_settings

        configure_logs(read_settings(LogSettings))
        logging.getLogger(record.name).handle(record)


def _prepare_memory() -> None:
    """Keep as much memory as possible shared between the server and its workers."""
    # The collector writes to each object that it examines, and a page that is written to is copied.
    gc.collect()
    gc.freeze()
    # Each worker would write to freed memory that glibc has kept: 10 MB after rendering.
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
    end_with_parent()
    try:
        if os.getppid() == server:
            work_for(connection, seconds)
    finally:
        # An exception must not continue in the server's own frames, of which this process is a copy.
        os._exit(0)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2], float(sys.argv[3]))
