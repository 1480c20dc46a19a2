"""The pool's side of the fork server: starts it, and gets workers from it."""

import asyncio
import os
import socket
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import Process
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Self

from kernel.parent_death import ending_with_parent
from kernel.workers.frames import read_reply

_STOP_TIMEOUT_SECONDS: Final = 2.0
_MODULE: Final = "kernel.workers.forkserver"


@dataclass(frozen=True, slots=True)
class Worker:
    """A connection to a worker process."""

    connection: socket.socket
    reader: StreamReader
    writer: StreamWriter

    @property
    def is_alive(self) -> bool:
        """Return whether the connection is open. Asks the kernel, because the event loop may not know yet."""
        try:
            # A worker sends nothing by itself, so an open connection has nothing to read.
            return bool(self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except BlockingIOError:
            return True
        except OSError:
            return False

    async def do(self, request: bytes) -> list[bytes]:
        """Send packed work and return its results.

        Raises WorkFailed, or OSError or EOFError where the worker has died.
        """
        self.writer.write(request)
        await self.writer.drain()
        return await read_reply(self.reader)

    def close(self) -> None:
        """Close the connection, at which the worker process ends."""
        self.writer.close()


class ForkServer:
    """The fork server. Its process is started when it is first needed, and again when it has died."""

    def __init__(self, module: str, seconds: float) -> None:
        """`module` has a function `warm_up`; `seconds` is the processor time for one piece of work."""
        self._arguments = (module, str(seconds))
        self._running: _Running | None = None
        self._starting = asyncio.Lock()

    async def fork_worker(self) -> Worker:
        """Return a new worker, without waiting until the server has loaded and forked it. Raises OSError."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                await self._send_connection(theirs)
                ours.setblocking(False)
                return Worker(ours, *await asyncio.open_connection(sock=ours))
            except BaseException:
                ours.close()
                raise

    async def stop(self) -> None:
        """End the process, if it runs. Workers that are still open end with it."""
        if self._running:
            await self._running.stop()

    async def _send_connection(self, connection: socket.socket) -> None:
        async with self._starting:
            if self._running and not self._running.has_ended:
                # It may have ended without the event loop knowing yet.
                with suppress(OSError):
                    return self._running.send_connection(connection)
            await self.stop()
            self._running = await _Running.start(self._arguments)
            return self._running.send_connection(connection)


@dataclass(frozen=True, slots=True)
class _Running:
    """A fork server's process, and the socket to which the connections of new workers are sent."""

    process: Process
    control: socket.socket

    @classmethod
    async def start(cls, arguments: tuple[str, ...]) -> Self:
        control, theirs = socket.socketpair()
        with theirs:
            try:
                return cls(await cls._process(theirs.fileno(), arguments), control)
            except BaseException:
                control.close()
                raise

    @staticmethod
    async def _process(descriptor: int, arguments: tuple[str, ...]) -> Process:
        os.set_inheritable(descriptor, True)
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", _MODULE, str(descriptor), *arguments),
            pass_fds=[descriptor],
            preexec_fn=ending_with_parent(),
        )

    @property
    def has_ended(self) -> bool:
        return self.process.returncode is not None

    def send_connection(self, connection: socket.socket) -> None:
        """Have a worker forked for this connection. Raises OSError where the process has ended."""
        socket.send_fds(self.control, [b"+"], [connection.fileno()])

    async def stop(self) -> None:
        """Close the connection, at which the server ends by itself; kill it if it does not."""
        self.control.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(_STOP_TIMEOUT_SECONDS):
                await self.process.wait()
        if not self.has_ended:
            self.process.kill()
            await self.process.wait()
