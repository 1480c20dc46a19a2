"""Work for workers: some of it kills them."""

import os
import signal
from pathlib import Path


def greeting(name: str) -> bytes:
    return f"hello {name}".encode()


def its_process() -> bytes:
    return str(os.getpid()).encode()


def its_nursery() -> bytes:
    return str(os.getppid()).encode()


def raising() -> bytes:
    raise ValueError("of this work")


def dying() -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def computing_for_ever() -> bytes:
    while True:
        pass


def taking_all_memory() -> bytes:
    return bytes(4_000_000_000)


def waiting_for(pipe: Path) -> bytes:
    """Until somebody writes into it."""
    return pipe.read_bytes()
