"""Files that the bot sends: they take their time, and where they do not arrive, somebody waits for them."""

from dataclasses import dataclass
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import SendDocument, SendMessage

# 20 MB at half a megabit a second.
_LONGEST: Final = 320  # seconds
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file for a chat; `otherwise` is said where Telegram does not take it."""

    file: SendDocument
    otherwise: SendMessage

    async def send(self, bot: Bot) -> None:
        try:
            await bot(self.file, request_timeout=_LONGEST)
        except TelegramAPIError as refusal:
            _log.warning("file not sent", refusal=str(refusal))
            await bot(self.otherwise)
