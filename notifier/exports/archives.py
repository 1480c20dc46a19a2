"""Packs the files of one part of an export into a ZIP, and uploads it without naming it on this disk."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from datetime import UTC
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from aiogram import Bot
from aiogram.types import InputFile

from kernel.storage import Storage
from notifier.exports.files import ExportFile
from notifier.exports.parts import split

# Contents that are read at once: many small files, or few large ones.
_FILES_PER_BATCH: Final = 32
_BYTES_PER_BATCH: Final = 4 * 1024 * 1024
_UPLOAD_CHUNK_BYTES: Final = 1024 * 1024


async def pack(files: Sequence[ExportFile], storage: Storage, target: IO[bytes]) -> None:
    """Write a ZIP of the files. Contents that were deleted a moment ago are left out. Raises OSError."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for batch in split(files, _BYTES_PER_BATCH, _FILES_PER_BATCH):
            contents = await asyncio.gather(*(_content(file, storage) for file in batch))
            await asyncio.to_thread(_add, archive, batch, contents)


class OpenFile(InputFile):
    """An upload of an open file, from its beginning each time it is read, under the given name."""

    def __init__(self, file: IO[bytes], filename: str) -> None:
        super().__init__(filename, _UPLOAD_CHUNK_BYTES)
        self._file = file

    async def read(self, _bot: Bot) -> AsyncGenerator[bytes, None]:
        self._file.seek(0)
        while chunk := await asyncio.to_thread(self._file.read, self.chunk_size):
            yield chunk


async def _content(file: ExportFile, storage: Storage) -> bytes | None:
    if isinstance(file.content, bytes):
        return file.content
    try:
        return await storage.get(file.content)
    except FileNotFoundError:
        return None


def _add(archive: ZipFile, files: Sequence[ExportFile], contents: Sequence[bytes | None]) -> None:
    for file, content in zip(files, contents, strict=True):
        if content is not None:
            entry = ZipInfo(file.path, file.made_at.astimezone(UTC).timetuple()[:6])
            archive.writestr(entry, content, ZIP_DEFLATED)
