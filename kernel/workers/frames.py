"""What goes over the wire between a process and its workers.

The process sends pickles, because a worker may believe it. It never reads one, because a worker has been busy
with what anybody may have written: what comes back is a list of byte strings.
"""

import pickle
import socket
import struct
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from asyncio import StreamReader  # which workers do without

# A function that a worker can import, and its arguments.
Work = tuple[Callable[..., Sequence[bytes]], tuple[object, ...]]
_REQUEST: Final = struct.Struct("!Q")
_REPLY: Final = struct.Struct("!?B")
_LENGTH: Final = struct.Struct("!Q")


class WorkFailed(Exception):
    """The work itself raised: its traceback."""


def packed(work: Work) -> bytes:
    pickled = pickle.dumps(work, pickle.HIGHEST_PROTOCOL)
    return _REQUEST.pack(len(pickled)) + pickled


def next_work(connection: socket.socket) -> Work | None:
    """Wait for the next work. None when the process has no more."""
    head = _read(connection, _REQUEST.size)
    pickled = _read(connection, *_REQUEST.unpack(head)) if head else None
    return pickle.loads(pickled) if pickled else None  # noqa: S301 - from the process that we work for


def done(results: Sequence[bytes]) -> bytes:
    return _framed(True, results)


def failed(trace: str) -> bytes:
    return _framed(False, [trace.encode(errors="replace")])


async def reply(reader: "StreamReader") -> list[bytes]:
    """Raises WorkFailed, and IncompleteReadError or OSError where the worker has died."""
    is_done, count = _REPLY.unpack(await reader.readexactly(_REPLY.size))
    lengths = [_LENGTH.unpack(await reader.readexactly(_LENGTH.size))[0] for _ in range(count)]
    results = [await reader.readexactly(length) for length in lengths]
    if not is_done:
        raise WorkFailed(results[0].decode())
    return results


def _framed(is_done: bool, results: Sequence[bytes]) -> bytes:
    lengths = (_LENGTH.pack(len(result)) for result in results)
    return b"".join((_REPLY.pack(is_done, len(results)), *lengths, *results))


def _read(connection: socket.socket, size: int) -> bytes | None:
    """None where the other end has gone."""
    content = bytearray(size)
    rest = memoryview(content)
    while rest:
        count = connection.recv_into(rest)
        if not count:
            return None
        rest = rest[count:]
    return bytes(content)
