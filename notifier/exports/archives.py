"""Files into parts, and a part into a ZIP on disk."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kernel.storage import Storage
from notifier.exports.files import Belonging

# Telegram Bot API, "Sending files": bots can send files of up to 50 MB.
PART: Final = 45 * 1024 * 1024  # bytes
# What a ZIP needs for a file besides its content, at most.
_OVERHEAD: Final = 512
# Read at once: many small files, and few large ones.
_FILES_AT_ONCE: Final = 32
_BYTES_AT_ONCE: Final = 4 * 1024 * 1024


def parts(files: Sequence[Belonging], most: int = PART) -> list[list[Belonging]]:
    """In their order, at most so many bytes together. Before packing, for only that is known in advance."""
    return list(_groups(files, most, len(files)))


async def pack(files: Sequence[Belonging], storage: Storage, target: IO[bytes]) -> None:
    """Leaves out what was deleted a moment ago. Raises OSError."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for some in _groups(files, _BYTES_AT_ONCE, _FILES_AT_ONCE):
            contents = await asyncio.gather(*(_content(file, storage) for file in some))
            await asyncio.to_thread(_add, archive, some, contents)


def _groups(files: Sequence[Belonging], most: int, count: int) -> Iterator[list[Belonging]]:
    group: list[Belonging] = []
    size = 0
    for file in files:
        if group and (size + file.size + _OVERHEAD > most or len(group) == count):
            yield group
            group, size = [], 0
        group.append(file)
        size += file.size + _OVERHEAD
    if group:
        yield group


async def _content(file: Belonging, storage: Storage) -> bytes | None:
    if isinstance(file.content, bytes):
        return file.content
    try:
        return await storage.get(file.content)
    except FileNotFoundError:
        return None


def _add(archive: ZipFile, files: Sequence[Belonging], contents: Sequence[bytes | None]) -> None:
    for file, content in zip(files, contents, strict=True):
        if content is not None:
            entry = ZipInfo(file.name, file.made_at.astimezone(UTC).timetuple()[:6])
            archive.writestr(entry, content, ZIP_DEFLATED)
