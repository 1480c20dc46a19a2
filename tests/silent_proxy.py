"""A way to Postgres whose connections can fall silent, as when a failover drops their packets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from yarl import URL


class SilentProxy:
    """Passes connections on; `url` is the address of the database through it."""

    def __init__(self, database_url: str) -> None:
        self._target = URL(database_url)
        self._lines: list[asyncio.Task[None]] = []
        self._servers: list[asyncio.StreamWriter] = []
        self._clients: list[asyncio.StreamWriter] = []
        self.url = ""

    def fall_silent(self) -> None:
        """End the sessions of the server without a word to their clients; new connections work."""
        for line in self._lines:
            line.cancel()
        for server in self._servers:
            server.close()

    def hang_up(self) -> None:
        for client in self._clients:
            client.close()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_reader, to_writer = await asyncio.open_connection(self._target.host, self._target.port)
        self._servers.append(to_writer)
        self._clients.append(writer)
        self._lines += [
            asyncio.create_task(_pass_on(reader, to_writer)),
            asyncio.create_task(_pass_on(to_reader, writer)),
        ]


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(65_536):
        writer.write(piece)
    writer.close()


@asynccontextmanager
async def silent_proxy(database_url: str) -> AsyncIterator[SilentProxy]:
    proxy = SilentProxy(database_url)
    server = await asyncio.start_server(proxy.accept, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    proxy.url = str(URL(database_url).with_port(port))
    yield proxy
    server.close()
    proxy.fall_silent()
    proxy.hang_up()
