"""Children that end when their parent does, however it ends."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from typing import Final

_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h

_libc: Final = ctypes.CDLL(None) if sys.platform == "linux" else None


def follow_parent(last_signal: signal.Signals = signal.SIGKILL) -> None:
    """From now on this process gets `last_signal` when its parent has died. Elsewhere than on Linux: nothing.

    The kernel watches the thread that forked, not its process: fork from one that lasts.
    """
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(last_signal))


def following_parent(last_signal: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """What to do between fork and exec (`preexec_fn`)."""
    parent = os.getpid()

    def follow() -> None:
        follow_parent(last_signal)
        # The parent may have died before the line above.
        if os.getppid() != parent:
            os._exit(1)

    return follow
