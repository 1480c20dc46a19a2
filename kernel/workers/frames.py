"""The protocol between a process and its workers.

The process sends pickles, because a worker can trust it. It never unpickles what a worker sends, because the
worker has processed untrusted input: a worker replies with a list of byte strings.
"""

import pickle
import socket
import struct
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from asyncio import StreamReader  # which workers do not load

Work = tuple[Callable[..., Sequence[bytes]], tuple[object, ...]]
"""A function of a module that a worker can import, and its arguments."""
_REQUEST: Final = struct.Struct("!Q")
_REPLY: Final = struct.Struct("!?B")
_LENGTH: Final = struct.Struct("!Q")


class WorkFailed(Exception):
    """The work raised an error; its traceback is the message."""


def pack_work(work: Work) -> bytes:
    pickled = pickle.dumps(work, pickle.HIGHEST_PROTOCOL)
    return _REQUEST.pack(len(pickled)) + pickled


def read_work(connection: socket.socket) -> Work | None:
    """Wait for the next work and return it; None when the connection is closed."""
    head = _read(connection, _REQUEST.size)
    pickled = _read(connection, *_REQUEST.unpack(head)) if head else None
    return pickle.loads(pickled) if pickled else None  # noqa: S301 - sent by our own process


def pack_results(results: Sequence[bytes]) -> bytes:
    return _pack_reply(True, results)


def pack_failure(traceback: str) -> bytes:
    return _pack_reply(False, [traceback.encode(errors="replace")])


async def read_reply(reader: "StreamReader") -> list[bytes]:
    """Return the results. Raises WorkFailed, or IncompleteReadError or OSError where the worker has died."""
    is_done, count = _REPLY.unpack(await reader.readexactly(_REPLY.size))
    lengths = [_LENGTH.unpack(await reader.readexactly(_LENGTH.size))[0] for _ in range(count)]
    results = [await reader.readexactly(length) for length in lengths]
    if not is_done:
        raise WorkFailed(results[0].decode())
    return results


def _pack_reply(is_done: bool, results: Sequence[bytes]) -> bytes:
    lengths = (_LENGTH.pack(len(result)) for result in results)
    return b"".join((_REPLY.pack(is_done, len(results)), *lengths, *results))


def _read(connection: socket.socket, size: int) -> bytes | None:
    """Return this many bytes, or None where the connection is closed before."""
    content = bytearray(size)
    rest = memoryview(content)
    while rest:
        count = connection.recv_into(rest)
        if not count:
            return None
        rest = rest[count:]
    return bytes(content)
