"""Files that the bot sends: they take their time, and where they do not arrive, somebody waits for them."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Final

from aiogram import Bot
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import InputFile, ReplyParameters

from kernel.storage import ContentKey, Storage

# Telegram Bot API, "Sending files": 50 MB, of which a caption and what belongs to the sending take some.
LARGEST: Final = 50 * 1024 * 1024  # bytes
_AROUND: Final = 64 * 1024  # bytes
# 20 MB at half a megabit a second, and the largest at 1.3.
LONGEST: Final = 320  # seconds


def is_taken(size: int) -> bool:
    """Whether Telegram takes a file of so many bytes from a bot."""
    return size <= LARGEST - _AROUND


@dataclass(frozen=True, slots=True)
class Upload:
    """A content file for a chat, as a reply; `failed` is said where it does not arrive.

    `sending`: under which it is remembered that the file is on its way (`bot.outbox.sendings`).
    """

    chat_id: int
    content: ContentKey
    file_name: str
    reply_to: int
    failed: SendMessage
    sending: str

    async def document(self, storage: Storage) -> SendDocument:
        """Raises FileNotFoundError or OSError."""
        size = await storage.size(self.content)
        reply = ReplyParameters(message_id=self.reply_to, allow_sending_without_reply=True)
        file = StoredFile(storage, self.content, size, self.file_name)
        return SendDocument(chat_id=self.chat_id, document=file, reply_parameters=reply)


class StoredFile(InputFile):
    """A content file on its way from the storage to Telegram, some of it at once."""

    def __init__(self, storage: Storage, content: ContentKey, size: int, name: str) -> None:
        super().__init__(filename=name)
        self._storage = storage
        self._content = content
        self._size = size

    async def read(self, _bot: Bot) -> AsyncGenerator[bytes, None]:
        async for some in self._storage.stream(self._content, 0, self._size):
            yield some
