"""Reads the ZIP files that people receive."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from tests.chat_message import ChatMessage
from tests.conversation import Telegram


@dataclass(frozen=True)
class Luggage:
    """A received ZIP file."""

    name: str
    path: Path

    @property
    def dated(self) -> str:
        """The name with `today` in place of the date, or of the day before: a test may last over midnight."""
        now = datetime.now(UTC)
        days = "|".join(f"{day:%Y-%m-%d}" for day in (now, now - timedelta(days=1)))
        return re.sub(days, "today", self.name)

    @property
    def names(self) -> list[str]:
        """The names of the files, in their order."""
        with ZipFile(self.path) as archive:
            assert archive.testzip() is None
            return archive.namelist()

    def read(self, name: str) -> bytes:
        with ZipFile(self.path) as archive:
            return archive.read(name)

    def json(self, name: str) -> Any:
        return json.loads(self.read(name))


def luggage_of(telegram: Telegram, message: ChatMessage) -> Luggage:
    assert message.document, f"there is no document in {message}"
    file = telegram.world.state.files[message.document["file_id"]]
    return Luggage(file.name, telegram.world.files.path_of(file))
