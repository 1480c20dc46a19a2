"""What goes over the wire between the viewer and a worker.

The viewer sends pickles, because a worker may believe it; it never reads one, because a worker has been busy
with what anybody may have written.
"""

import pickle
import socket
import struct
from asyncio import StreamReader
from collections.abc import Callable
from typing import Final

from web_viewer.bodies import Bodies

Work = tuple[Callable[..., bytes], tuple[object, ...]]
_REQUEST: Final = struct.Struct("!Q")
_REPLY: Final = struct.Struct("!?QQQ")


class WorkFailed(Exception):
    """The work itself raised: its traceback."""


def packed(work: Work) -> bytes:
    pickled = pickle.dumps(work, pickle.HIGHEST_PROTOCOL)
    return _REQUEST.pack(len(pickled)) + pickled


def next_work(connection: socket.socket) -> Work | None:
    """Waits for it. None when the viewer has no more."""
    head = _read(connection, _REQUEST.size)
    pickled = _read(connection, *_REQUEST.unpack(head)) if head else None
    return pickle.loads(pickled) if pickled else None  # noqa: S301 - from the viewer


def done(bodies: Bodies) -> bytes:
    parts = (bodies.digest.encode(), bodies.gzip, bodies.brotli)
    return _REPLY.pack(True, *map(len, parts)) + b"".join(parts)


def failed(trace: str) -> bytes:
    told = trace.encode(errors="replace")
    return _REPLY.pack(False, len(told), 0, 0) + told


async def reply(reader: StreamReader) -> Bodies:
    """Raises WorkFailed, and IncompleteReadError or OSError where the worker has died."""
    is_done, *lengths = _REPLY.unpack(await reader.readexactly(_REPLY.size))
    told, gzip, brotli = [await reader.readexactly(length) for length in lengths]
    if not is_done:
        raise WorkFailed(told.decode())
    return Bodies(told.decode(), gzip, brotli)


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
