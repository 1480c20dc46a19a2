"""A file on its way to Telegram that has a name there, and none on this disk."""

import asyncio
from collections.abc import AsyncGenerator
from typing import IO, Final

from aiogram import Bot
from aiogram.types import InputFile

_CHUNK: Final = 1024 * 1024  # bytes


class OpenFile(InputFile):
    """What is in an open file, from its beginning; every reading begins anew."""

    def __init__(self, file: IO[bytes], filename: str) -> None:
        super().__init__(filename, _CHUNK)
        self._file = file

    async def read(self, _bot: Bot) -> AsyncGenerator[bytes, None]:
        self._file.seek(0)
        while chunk := await asyncio.to_thread(self._file.read, self.chunk_size):
            yield chunk
