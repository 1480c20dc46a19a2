"""Brings up workers: has everything loaded once, and forks whenever a connection is handed over.

So a worker costs a few milliseconds and a few megabytes: the rest is shared. Started by the pool as
`python -m web_viewer.workers.nursery <descriptor>`; its one thread is what makes forking safe.
"""

import gc
import os
import signal
import socket
import sys

from kernel.logs import configure_logs
from kernel.mortality import follow_parent
from kernel.settings import LogSettings, read_settings
from web_viewer.workers.warming import warm_up
from web_viewer.workers.worker import work_for


def main(control: socket.socket) -> None:
    """Ends when the viewer does, and its workers with it."""
    configure_logs(read_settings(LogSettings))
    # Ctrl-C is for the viewer, which still needs them for the pages that are under way.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    warm_up()
    # What the collector never looks at is never written to, and so stays shared.
    gc.collect()
    gc.freeze()
    while connection := _next_connection(control):
        with connection:
            _bring_up(connection, control)


def _next_connection(control: socket.socket) -> socket.socket | None:
    _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    return socket.socket(fileno=descriptors[0]) if descriptors else None


def _bring_up(connection: socket.socket, control: socket.socket) -> None:
    nursery = os.getpid()
    if os.fork():
        return
    control.close()
    follow_parent()
    try:
        if os.getppid() == nursery:
            work_for(connection)
    finally:
        # Not by an exception through the nursery's own frames, whatever happens.
        os._exit(0)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
