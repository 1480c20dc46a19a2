"""The worker process: does one piece of work after the other, within limits of time and memory."""

import gc
import resource
import signal
import socket
import sys
import traceback
from typing import Final

from kernel.workers.frames import Work, pack_failure, pack_results, read_work

_MAX_ADDRESS_SPACE_BYTES: Final = 1_500_000_000  # of which half a gigabyte is never touched


def work_for(connection: socket.socket, seconds: float) -> None:
    """Do the work that arrives, each for at most `seconds` of processor time, until the connection is closed.

    The kernel ends this process when it exceeds a limit.
    """
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    if sys.platform == "linux":  # on macOS, each process has more address space than this
        resource.setrlimit(resource.RLIMIT_AS, (_MAX_ADDRESS_SPACE_BYTES, _MAX_ADDRESS_SPACE_BYTES))
    # A core dump would be as large as this process, and contain a person's text.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Garbage is collected between pieces of work, when nobody waits for a result.
    gc.disable()
    while work := read_work(connection):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        reply = _reply_to(work)
        signal.setitimer(signal.ITIMER_PROF, 0)
        connection.sendall(reply)
        del work, reply
        gc.collect()


def _reply_to(work: Work) -> bytes:
    function, arguments = work
    try:
        return pack_results(function(*arguments))
    except Exception:  # the caller decides what to do without a result
        return pack_failure(traceback.format_exc())
