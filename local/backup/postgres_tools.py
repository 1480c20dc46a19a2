"""pg_dump and pg_restore, whose output and input are streams."""

import asyncio
import os
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from tempfile import TemporaryFile
from typing import Final
from urllib.parse import unquote, urlsplit

from kernel.database_address import DatabaseAddress
from kernel.parent_death import ending_with_parent
from local.errors import CannotRun
from local.postgres import program

_PIECE_BYTES: Final = 8 * 1024 * 1024
_DUMP: Final = ("--format=custom", "--no-owner", "--no-privileges")
# In one transaction: a restore that fails leaves the database as it was.
_RESTORE: Final = ("--no-owner", "--no-privileges", "--single-transaction")


async def dump(database_url: str, snapshot: str) -> AsyncIterator[bytes]:
    """Yield the dump of a database as an exported snapshot shows it, in pieces. Raises CannotRun."""
    command = ("pg_dump", *_DUMP, f"--snapshot={snapshot}")
    async with _running(command, database_url) as process:
        assert process.stdout  # noqa: S101 - it is a pipe
        while piece := await _read_piece(process.stdout):
            yield piece


@asynccontextmanager
async def restoring(database_url: str) -> AsyncIterator[asyncio.StreamWriter]:
    """Run pg_restore on what the block writes. It is committed at the end of the block, unless that raises.

    Raises CannotRun.
    """
    async with _running(("pg_restore", *_RESTORE), database_url) as process:
        assert process.stdin  # noqa: S101 - it is a pipe
        yield process.stdin
        process.stdin.close()


@asynccontextmanager
async def _running(command: tuple[str, ...], database_url: str) -> AsyncIterator[Process]:
    """Run a tool during the block, and kill it if that raises. Raises CannotRun with the tool's last line."""
    name, *options = command
    address, environment = _connection(database_url)
    with TemporaryFile() as errors:
        process = await asyncio.create_subprocess_exec(
            *(str(program(name)), *options, f"--dbname={address}"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=errors,
            env=environment,
            preexec_fn=ending_with_parent(),
        )
        try:
            yield process
            failed = await process.wait()
        except BrokenPipeError:
            failed = await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if failed:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip().rpartition("\n")[2]
            raise CannotRun(f"{name} failed: {said}")


def _connection(database_url: str) -> tuple[str, Mapping[str, str]]:
    """Return the address without the password, which all users could see, and the environment with it."""
    parts = urlsplit(DatabaseAddress.parse(database_url).dsn)
    user, _, place = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    address = parts._replace(netloc=f"{name}@{place}" if name else place).geturl()
    return address, os.environ | ({"PGPASSWORD": unquote(password)} if password else {})


async def _read_piece(stream: asyncio.StreamReader) -> bytes:
    try:
        return await stream.readexactly(_PIECE_BYTES)
    except asyncio.IncompleteReadError as end:
        return end.partial
