"""The fork server as its pool sees it: a process that makes workers."""

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
from kernel.workers.frames import reply

_ENDING: Final = 2.0  # seconds
_MODULE: Final = "kernel.workers.forkserver"


@dataclass(frozen=True, slots=True)
class Worker:
    connection: socket.socket
    reader: StreamReader
    writer: StreamWriter

    @property
    def is_alive(self) -> bool:
        """Asks the kernel, because the loop may not know yet. A worker says nothing by itself."""
        try:
            return bool(self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except BlockingIOError:
            return True
        except OSError:
            return False

    async def do(self, request: bytes) -> list[bytes]:
        """Raises WorkFailed, and OSError or EOFError where the worker has died of it."""
        self.writer.write(request)
        await self.writer.drain()
        return await reply(self.reader)

    def dismiss(self) -> None:
        self.writer.close()


class ForkServer:
    """Its process is started when it is needed, and started again when it has died."""

    def __init__(self, module: str, seconds: float) -> None:
        """`module` has a function `warm_up`; `seconds` of a processor are for one piece of work."""
        self._arguments = (module, str(seconds))
        self._running: _Running | None = None
        self._starting = asyncio.Lock()

    async def worker(self) -> Worker:
        """At once, although it may still be loading. Raises OSError."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                await self._hand_over(theirs)
                ours.setblocking(False)
                return Worker(ours, *await asyncio.open_connection(sock=ours))
            except BaseException:
                ours.close()
                raise

    async def stop(self) -> None:
        if self._running:
            await self._running.stop()

    async def _hand_over(self, connection: socket.socket) -> None:
        async with self._starting:
            if self._running and not self._running.has_ended:
                # The loop may not know yet that it has ended.
                with suppress(OSError):
                    return self._running.hand_over(connection)
            await self.stop()
            self._running = await _Running.start(self._arguments)
            return self._running.hand_over(connection)


@dataclass(frozen=True, slots=True)
class _Running:
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

    def hand_over(self, connection: socket.socket) -> None:
        """Raises OSError."""
        socket.send_fds(self.control, [b"+"], [connection.fileno()])

    async def stop(self) -> None:
        """It ends by itself when nobody can ask it for anything any more."""
        self.control.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(_ENDING):
                await self.process.wait()
        if not self.has_ended:
            self.process.kill()
            await self.process.wait()
