"""Files that the bot sends: they take their time, and where they do not arrive, somebody waits for them."""

from dataclasses import dataclass
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import SendDocument, SendMessage

from bot.answering.sendings import Sending

# Telegram Bot API, "Sending files": 50 MB, of which a caption and what belongs to the sending take some.
LARGEST: Final = 50 * 1024 * 1024  # bytes
_AROUND: Final = 64 * 1024  # bytes
# 20 MB at half a megabit a second, and the largest at 1.3.
_LONGEST: Final = 320  # seconds
_log = structlog.get_logger(__name__)


def is_taken(size: int) -> bool:
    """Whether Telegram takes a file of so many bytes from a bot."""
    return size <= LARGEST - _AROUND


@dataclass(frozen=True, slots=True)
class Upload:
    """A file for a chat; `otherwise` is said where Telegram does not take it."""

    file: SendDocument
    otherwise: SendMessage
    sending: Sending

    async def send(self, bot: Bot) -> None:
        try:
            await bot(self.file, request_timeout=_LONGEST)
        except TelegramAPIError as refusal:
            _log.warning("file not sent", refusal=str(refusal))
            await self.sending.end(is_sent=False)
            await bot(self.otherwise)
        else:
            await self.sending.end(is_sent=True)
