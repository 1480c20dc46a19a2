"""The format of a backup: a tar file, compressed by gzip, that is written and read as a stream.

Its members, in this order: `postebin.json` with the version of the format, `content/<key>` for each content
file, `database/<number>` for the pieces of what pg_dump wrote, and `end.json` with the number of files. An
archive without its end is incomplete.
"""

import gzip
import json
import re
import tarfile
import time
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from io import BytesIO
from types import TracebackType
from typing import IO, Any, Final, Self

from kernel.content_store import ContentKey
from local.errors import CannotRun

BEGIN: Final = "postebin.json"
CONTENT: Final = "content/"
DATABASE: Final = "database/"
END: Final = "end.json"
_CONTENT_NAME: Final = re.compile(rf"{CONTENT}[0-9a-z]+/[0-9a-z]+")
_VERSION: Final = 1
_COMPRESSION: Final = 1  # the fastest; the dump is compressed already, and the disk is slower


class ArchiveWriter:
    def __init__(self, file: IO[bytes]) -> None:
        self._gzip = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=_COMPRESSION, mtime=0)
        self._tar = tarfile.open(fileobj=self._gzip, mode="w|")  # noqa: SIM115 - closed in __exit__
        self.files = 0
        self._pieces = 0

    def __enter__(self) -> Self:
        self._add(BEGIN, _json({"version": _VERSION}))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._add(END, _json({"files": self.files}))
        with suppress(OSError) if kind else nullcontext():  # of an error, the first is of interest
            self._tar.close()
            self._gzip.close()

    def add_content(self, key: ContentKey, content: bytes) -> None:
        self._add(f"{CONTENT}{key}", content)
        self.files += 1

    def add_dump(self, piece: bytes) -> None:
        """Add a piece of the dump; after all contents."""
        self._add(f"{DATABASE}{self._pieces:06}", piece)
        self._pieces += 1

    def _add(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = len(content), int(time.time()), 0o600
        self._tar.addfile(member, BytesIO(content))


def read_archive(file: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of all contents and pieces of the dump. Raises CannotRun.

    That the archive was complete is known only when the iterator has ended without an error.
    """
    try:
        yield from _members(file)
    except (EOFError, OSError, tarfile.TarError, ValueError) as fault:
        raise CannotRun(f"This is no complete backup of Postebin: {fault}.") from fault


def _members(file: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    files, end = 0, None
    with gzip.open(file) as unpacked, tarfile.open(fileobj=unpacked, mode="r|") as tar:
        for member in tar:
            opened = tar.extractfile(member)
            content = opened.read() if opened else b""
            match member.name:
                case "postebin.json":
                    _check_version(json.loads(content))
                case "end.json":
                    end = json.loads(content)["files"]
                case name:
                    files += _is_content(name)
                    yield name, content
    if end != files:
        raise ValueError(f"it ends after {files} files")


def _is_content(name: str) -> bool:
    if name.startswith(DATABASE):
        return False
    if not _CONTENT_NAME.fullmatch(name):
        raise ValueError(f"it has a file {name}")
    return True


def _check_version(beginning: dict[str, Any]) -> None:
    if beginning["version"] != _VERSION:
        raise ValueError(f"its format is {beginning['version']}, and this version knows {_VERSION}")


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode()
