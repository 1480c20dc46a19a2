"""Raw bytes to and from a server, for malformed requests."""

import asyncio
from dataclasses import dataclass

from tests.patience import awake

_SOON = 9  # seconds: less than a viewer grants those who say nothing


@dataclass(frozen=True, slots=True)
class Wire:
    port: int

    async def send(self, request: bytes, *, says_all: bool = False) -> bytes:
        """Return everything until the server closes the connection. `says_all`: close our side behind it."""
        reading, writing = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writing.write(request)
            await writing.drain()
            if says_all:
                writing.write_eof()
            async with awake(_SOON):
                return await reading.read()
        finally:
            writing.close()
            await writing.wait_closed()

    async def get(self, path: bytes, *headers: bytes) -> bytes:
        lines = [b"GET " + path + b" HTTP/1.1", b"Host: viewer", b"Connection: close", *headers]
        return await self.send(b"\r\n".join([*lines, b"", b""]))


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])
