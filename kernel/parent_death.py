"""Processes that end when their parent does, however it ends."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from typing import Final

from kernel import parent_watch

_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h

_libc: Final = ctypes.CDLL(None) if sys.platform == "linux" else None


def follow_parent(last_signal: signal.Signals = signal.SIGKILL) -> None:
    """Make this process get `last_signal` when its parent has died.

    Linux watches the thread that forked, not its process: fork from one that lasts. Where the kernel does not
    watch (macOS), a thread of this process does.
    """
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(last_signal))
    else:
        parent_watch.watch_parent(last_signal)


def following_parent(last_signal: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """Return what to do between fork and exec (`preexec_fn`), for a child of this process."""
    if _libc is None:
        return parent_watch.registering(last_signal)
    parent = os.getpid()

    def follow() -> None:
        follow_parent(last_signal)
        # The parent may have died before the line above.
        if os.getppid() != parent:
            os._exit(1)

    return follow
