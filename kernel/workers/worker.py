"""A process that does one piece of work after the other, until it takes too much of the machine."""

import gc
import resource
import signal
import socket
import sys
import traceback
from typing import Final

from kernel.workers.frames import Work, done, failed, next_work

_LARGEST: Final = 1_500_000_000  # bytes of address space, of which half a gigabyte is never touched


def work_for(connection: socket.socket, seconds: float) -> None:
    """Do what comes, each for at most `seconds` of processor time.

    Ends with the process at the other end, or when the kernel ends this one because a limit is passed.
    """
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    if sys.platform == "linux":  # macOS refuses a limit below what it has mapped into each process
        resource.setrlimit(resource.RLIMIT_AS, (_LARGEST, _LARGEST))
    # What a crash would leave behind is as large as all of this, and holds somebody's text.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # While somebody waits nothing is tidied up, but right after.
    gc.disable()
    while work := next_work(connection):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = _answer(work)
        signal.setitimer(signal.ITIMER_PROF, 0)
        connection.sendall(answer)
        del work, answer
        gc.collect()


def _answer(work: Work) -> bytes:
    function, arguments = work
    try:
        return done(function(*arguments))
    except Exception:  # whoever asked knows what to do without the result
        return failed(traceback.format_exc())
